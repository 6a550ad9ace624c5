/**
 * The files that put Weir into containers - Dockerfile, docker-compose.yml, k8s/ - held to each other, to the configuration
 * they carry and to what a node does with it. No container engine is needed.
 */
package io.weir.deploy;
