/** What vendors list among their models although it cannot hold a conversation. */
const notForTalk =
  /embed|\b(bge|e5|gte)-|minilm|rerank|whisper|tts|transcri|moderation|dall-e|image|sora|realtime|-audio|davinci|babbage|ocr/i;

/** Tells by its name whether a model can be a brain; lists say nothing better. */
export function isChatModel(id: string): boolean {
  return !notForTalk.test(id);
}
