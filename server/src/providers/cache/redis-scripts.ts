/**
 * What is done to an owner's shelf in one step. All of it lies under one prefix, KEYS[1]:
 * `v:<id>` an answer, which ends by itself; `use` and `end` (sorted) when each was used last and when it
 * ends; `meta`, `size` and `hits` (hashes) what is said of it; `claim:<id>` who asks for it now.
 * Times are Redis' own, for the clocks of nodes differ.
 */
const common = `
local prefix = KEYS[1]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- In microseconds: of two that were used in the same millisecond the newer one stays.
local used = time[1] * 1000000 + time[2]
local function drop(id)
  redis.call('DEL', prefix .. ':v:' .. id)
  redis.call('ZREM', prefix .. ':end', id)
  redis.call('HDEL', prefix .. ':meta', id)
  redis.call('HDEL', prefix .. ':size', id)
  redis.call('HDEL', prefix .. ':hits', id)
  return redis.call('ZREM', prefix .. ':use', id)
end
local function prune()
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', prefix .. ':end', '-inf', now)) do drop(id) end
end
local function bytes()
  local sum = 0
  for _, size in ipairs(redis.call('HVALS', prefix .. ':size')) do sum = sum + size end
  return sum
end
`;

/** id → the sealed answer, or nil. */
export const takeScript = `${common}
local id = ARGV[1]
local answer = redis.call('GET', prefix .. ':v:' .. id)
if not answer then
  drop(id)
  return false
end
redis.call('ZADD', prefix .. ':use', 'XX', used, id)
redis.call('HINCRBY', prefix .. ':hits', id, 1)
redis.call('PEXPIRE', prefix .. ':hits', math.max(1, redis.call('PTTL', prefix .. ':end')))
return answer
`;

/** id, sealed answer, what is said of it, bytes, ms to live, most entries, most bytes. What was used least goes. */
export const putScript = `${common}
local id, answer, meta, size, ttl = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
prune()
drop(id)
redis.call('SET', prefix .. ':v:' .. id, answer, 'PX', ttl)
redis.call('ZADD', prefix .. ':use', used, id)
redis.call('ZADD', prefix .. ':end', now + ttl, id)
redis.call('HSET', prefix .. ':meta', id, meta)
redis.call('HSET', prefix .. ':size', id, size)
redis.call('HSET', prefix .. ':hits', id, 0)
local sum = bytes()
while redis.call('ZCARD', prefix .. ':use') > tonumber(ARGV[6]) or sum > tonumber(ARGV[7]) do
  local oldest = redis.call('ZRANGE', prefix .. ':use', 0, 0)[1]
  if not oldest then break end
  sum = sum - (tonumber(redis.call('HGET', prefix .. ':size', oldest)) or 0)
  drop(oldest)
end
for _, name in ipairs({':use', ':end', ':meta', ':size', ':hits'}) do
  redis.call('PEXPIRE', prefix .. name, math.max(ttl, redis.call('PTTL', prefix .. name)))
end
return 1
`;

/** ids, or none for all → how many were there. */
export const removeScript = `${common}
prune()
local ids = ARGV
if #ids == 0 then ids = redis.call('ZRANGE', prefix .. ':use', 0, -1) end
local removed = 0
for _, id in ipairs(ids) do removed = removed + drop(id) end
return removed
`;

/** → [id, what is said of it, bytes, hits] of each. */
export const listScript = `${common}
prune()
local all = {}
for _, id in ipairs(redis.call('ZRANGE', prefix .. ':use', 0, -1)) do
  all[#all + 1] = {
    id,
    redis.call('HGET', prefix .. ':meta', id) or '',
    tonumber(redis.call('HGET', prefix .. ':size', id)) or 0,
    tonumber(redis.call('HGET', prefix .. ':hits', id)) or 0,
  }
end
return all
`;

/** → [entries, bytes]. */
export const sizeScript = `${common}
prune()
return {redis.call('ZCARD', prefix .. ':use'), bytes()}
`;

/** id, token, ms: only who made a claim makes it longer. */
export const renewScript = `
local key = KEYS[1] .. ':claim:' .. ARGV[1]
if redis.call('GET', key) ~= ARGV[2] then return 0 end
return redis.call('PEXPIRE', key, ARGV[3])
`;

/** id, token: only who made a claim ends it. */
export const releaseScript = `
local key = KEYS[1] .. ':claim:' .. ARGV[1]
if redis.call('GET', key) ~= ARGV[2] then return 0 end
return redis.call('DEL', key)
`;
