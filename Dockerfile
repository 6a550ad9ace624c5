# Weir as an image: docker build -t weir .
# What runs in it and how is in docs/deployment.md.

FROM eclipse-temurin:25-jdk-noble AS build
RUN apt-get update \
  && apt-get install -y --no-install-recommends maven \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY src/main src/main
# The start-up cache is left for the next stage: it fits only the Java and the place it was made with.
RUN --mount=type=cache,target=/root/.m2 \
  ./mvnw -q -B -Dmaven.test.skip=true -Dspotless.check.skip=true -Dweir.aot.skip=true package

FROM eclipse-temurin:25-jre-noble
LABEL org.opencontainers.image.title="Weir" \
  org.opencontainers.image.description="A TCP load balancer whose nodes form a cluster" \
  org.opencontainers.image.licenses="MIT"
RUN groupadd --system --gid 10001 weir \
  && useradd --system --uid 10001 --gid weir --home-dir /var/lib/weir --no-create-home --shell /usr/sbin/nologin weir \
  && install -d -o weir -g weir /var/lib/weir
WORKDIR /opt/weir
COPY weir ./
COPY .mvn/jdk.sh .mvn/aot.sh .mvn/
COPY --from=build /src/target/weir.jar target/
COPY --from=build /src/target/lib target/lib/
RUN sh .mvn/aot.sh && rm -f target/*.aot.log
ENV WEIR_NO_BUILD=1
# weir.node.data-dir
VOLUME ["/var/lib/weir"]
# The listener of the examples, the admin port, the cluster port
EXPOSE 8080 7626 17355
USER 10001:10001
# Where application.conf is looked for
WORKDIR /etc/weir
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${WEIR_ADMIN_PORT:-7626} && printf 'GET /alive HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
ENTRYPOINT ["/opt/weir/weir"]
CMD ["run", "-c", "/etc/weir/application.conf"]
