# Everything that one does with Chimera. Needs Node 20 or later, npm and make; an older Node than 22.18
# gets a private one in .node/ (see scripts/node-path.sh). Nothing outside this folder is changed.

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help start build dev dev-server dev-web test check bench verify-log next-speaker guard \
	measure-guard measure-talk measure-demo measure-prompts clean FORCE

# Puts the right Node and the tools of node_modules/.bin first, for one recipe.
WITH_NODE = PATH="$$(sh scripts/node-path.sh)" && export PATH &&

WORKSPACES := protocol client server web e2e bench measure
# Folders are listed too: their time changes when a file comes or goes.
sources = $(shell find $(1) -mindepth 1 -name node_modules -prune -o -name dist -prune -o \( -type d -o -type f \) -print 2>/dev/null)

help: ## Show what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

start: build ## Install and build what changed, then run Chimera
	@exec bin/chimera start

build: .cache/installed .cache/server .cache/web ## Install and build what changed, for bin/chimera

dev: .cache/installed ## Run the server and the web app, both reloading on change
	@$(MAKE) -j2 dev-server dev-web

dev-server:
	@$(WITH_NODE) exec node --watch server/src/main.ts

dev-web:
	@$(WITH_NODE) cd web && exec vite

test: .cache/installed ## Check everything; ends with "N passed, N failed"
	@$(WITH_NODE) exec node scripts/test.ts

check: .cache/checked ## Format, lint, types and architecture only
	@echo "format, lint, types and architecture: ok"

bench: .cache/installed .cache/server ## Measure what is fast and what is not
	@$(WITH_NODE) exec node bench/src/main.ts

verify-log: .cache/installed ## Replay every log of the database and compare
	@$(WITH_NODE) exec node server/src/main.ts verify-log

next-speaker: .cache/installed ## Who speaks next, as JSON lines on standard input and output (docs/talk.md)
	@$(WITH_NODE) exec node measure/src/next-speaker.ts

guard: .cache/installed ## What the gate does to lines, as JSON lines on standard input and output (docs/talk.md)
	@$(WITH_NODE) exec node measure/src/guard.ts

measure-guard: .cache/installed ## Run the gate over a file of conversations: make measure-guard FILE=talks.json
	@$(WITH_NODE) exec node measure/src/guard-rates.ts $(FILE)

measure-talk: .cache/installed ## How much like people a free run talks: who, how long, what moves
	@$(WITH_NODE) exec node measure/src/free-run.ts

measure-demo: .cache/installed ## How good the demo brain is
	@$(WITH_NODE) exec node measure/src/demo.ts

measure-prompts: .cache/installed ## Does every prompt begin as the one before it did?
	@$(WITH_NODE) exec node measure/src/prompts.ts

clean: ## Remove what was installed and built; data/ stays
	rm -rf node_modules .cache .node server/dist web/dist

# A stamp is void when what it stands for was deleted.
ifeq ($(wildcard node_modules/.package-lock.json),)
.cache/installed: FORCE
endif
ifeq ($(wildcard server/dist/main.js),)
.cache/server: FORCE
endif
ifeq ($(wildcard web/dist/index.html),)
.cache/web: FORCE
endif
FORCE:

.cache/installed: package-lock.json package.json $(WORKSPACES:%=%/package.json)
	@echo "Installing packages" >&2
	@$(WITH_NODE) npm ci --no-audit --no-fund --loglevel=error >&2
	@mkdir -p .cache && touch $@

# One file starts three times as fast as the thousand that it is made of.
.cache/server: .cache/installed $(call sources,server/src protocol/src)
	@echo "Building the server" >&2
	@$(WITH_NODE) npm run build --silent --workspace server -- --log-level warn >&2
	@mkdir -p .cache && touch $@

.cache/web: .cache/installed $(call sources,web protocol/src client/src)
	@echo "Building the web app" >&2
	@$(WITH_NODE) npm run build --silent --workspace web -- --logLevel warn >&2
	@mkdir -p .cache && touch $@

.cache/checked: .cache/installed biome.json .oxlintrc.json tsconfig.base.json vitest.config.ts $(call sources,$(WORKSPACES) scripts docs)
	@$(WITH_NODE) biome format
	@$(WITH_NODE) oxlint --type-aware --deny-warnings
	@$(WITH_NODE) for workspace in $(WORKSPACES); do tsc -p $$workspace || exit 1; done
	@$(WITH_NODE) vitest run scripts/architecture.test.ts --reporter=dot
	@mkdir -p .cache && touch $@
