# docker build -t understudy .
# docker run -d --name understudy -p 127.0.0.1:4141:4141 -v understudy-data:/data -e OPENAI_API_KEY understudy
# docs/reference/operating.md tells the rest.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json vite.config.ts ./
COPY src ./src
RUN npm run build

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production UNDERSTUDY_DATA=/data
COPY --from=dependencies /app/node_modules /app/node_modules
COPY --from=build /app/dist /app/dist
COPY bin /app/bin
COPY package.json LICENSE /app/
RUN ln -s /app/bin/understudy /usr/local/bin/understudy && mkdir /data && chown node:node /data
USER node
# understudy.yaml is looked for here.
WORKDIR /data
VOLUME /data
EXPOSE 4141
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4141/healthz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "/app/bin/understudy", "up", "--host", "0.0.0.0"]
