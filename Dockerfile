# syntax=docker/dockerfile:1
# The production image: one binary, the letters' Typst helper, no demo login. Not built in our own tests yet: they run
# without a container engine. `make test` proves the parts, not this file.

FROM node:20-bookworm-slim AS web
WORKDIR /src
COPY web web
COPY schema.graphql .
RUN cd web && npm ci --no-audit --no-fund && npm run build
COPY integrations/typst/helper helper
RUN cd helper && npm install --no-save --no-audit --no-fund

FROM golang:1.26.8-bookworm AS go
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=web /src/web/built web/built
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /ankunft ./cmd/ankunft

FROM node:20-bookworm-slim
# pdfinfo and pdftoppm look into PDFs, prlimit (util-linux) bounds them; photos are decoded by the program itself.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates poppler-utils tzdata util-linux && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 ankunft
COPY --from=go /ankunft /usr/local/bin/ankunft
COPY --from=go /src/cities /srv/ankunft/cities
COPY --from=web /src/helper /srv/ankunft/integrations/typst/helper
COPY LICENSE /srv/ankunft/
WORKDIR /srv/ankunft
USER ankunft
EXPOSE 8080
ENTRYPOINT ["ankunft"]
CMD ["serve"]
