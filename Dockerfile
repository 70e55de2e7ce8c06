# One target a function: docker build --target image-allowlist --build-arg VERSION=… .
# Another function is one more block like the last.
ARG BASE_IMAGE=gcr.io/distroless/nodejs24-debian12:nonroot
FROM ${BASE_IMAGE} AS function
ARG VERSION=unknown
LABEL org.opencontainers.image.source="https://github.com/nephio-security/krm-functions" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}"
# The base's own working directory belongs to another user.
WORKDIR /
# A number, so that Kubernetes can prove it is not root; 65534 is the nobody that kpt asks for by name.
USER 65534:65534

# Entrypoints are complete and without a shell: Porch runs them as they stand and ignores CMD.
FROM function AS image-allowlist
LABEL org.opencontainers.image.title="image-allowlist"
COPY dist/image-allowlist.* /app/
ENTRYPOINT ["/nodejs/bin/node", "/app/image-allowlist.mjs"]

FROM function AS kubeconform-check
LABEL org.opencontainers.image.title="kubeconform-check"
COPY dist/kubeconform-check.* /app/
ENTRYPOINT ["/nodejs/bin/node", "/app/kubeconform-check.mjs"]

FROM function AS validate-tmf921
LABEL org.opencontainers.image.title="validate-tmf921"
COPY dist/validate-tmf921.* /app/
ENTRYPOINT ["/nodejs/bin/node", "/app/validate-tmf921.mjs"]
