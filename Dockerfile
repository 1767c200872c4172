# The server and the admin tool in one image.
#
# Tried without an engine, in a clean Debian made by debootstrap: the runtime stage, step by step, with binaries built as below,
# as this user and with a read-only root; and what the build stage installs, with the compiler that finds it. Not tried: the
# build in the image swift:6.3-bookworm, and the image as a whole.
#
#   docker build --tag todo .

FROM swift:6.3-bookworm AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpq-dev pkg-config zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN swift build -c release --static-swift-stdlib -Xlinker --no-export-dynamic --product TodoServer
RUN swift build -c release --static-swift-stdlib -Xlinker --no-export-dynamic --product todoctl
RUN mkdir /programs \
    && bin=$(swift build -c release --static-swift-stdlib --show-bin-path) \
    && strip --strip-debug -o /programs/TodoServer "$bin/TodoServer" \
    && strip --strip-debug -o /programs/todoctl "$bin/todoctl"

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates libpq5 libstdc++6 zlib1g \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin todo
COPY --from=build /programs/ /usr/local/bin/
USER todo
# Whoever may reach the container may reach the server; operators' port stays on its 127.0.0.1.
ENV HOST=0.0.0.0
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD ["TodoServer"]
