# Chimera as one image: docs/operations/containers.md says how to run it.

FROM docker.io/library/node:24-bookworm-slim AS build
WORKDIR /src
# Packages first: they are fetched again only when one of these files has changed.
COPY package.json package-lock.json ./
COPY protocol/package.json protocol/
COPY client/package.json client/
COPY server/package.json server/
COPY web/package.json web/
COPY e2e/package.json e2e/
COPY bench/package.json bench/
COPY measure/package.json measure/
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build \
 && node scripts/runtime-packages.ts /out \
 && mkdir -p /out/server /out/web \
 && cp -r server/dist /out/server/ \
 && cp -r web/dist /out/web/ \
 # Node reads there that the bundle is made of modules.
 && cp server/package.json /out/server/ \
 && cp LICENSE /out/

FROM docker.io/library/node:24-bookworm-slim
# A server installs nothing: npm, yarn and corepack are no part of it.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack \
      /usr/local/bin/yarn /usr/local/bin/yarnpkg /opt/yarn-v* \
 && install -d -o 1000 -g 1000 -m 700 /data
# It must be reached from outside of the container, so it has accounts: without them whoever reaches it owns it.
ENV NODE_ENV=production \
    CHIMERA_AUTH=accounts \
    CHIMERA_HOST=0.0.0.0 \
    CHIMERA_PORT=8080 \
    CHIMERA_DATA_DIR=/data
WORKDIR /app
COPY --from=build /out ./
USER 1000:1000
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.CHIMERA_PORT}/livez`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "server/dist/main.js"]
