/** Inquiries between nodes, without a cluster. */
package io.weir.registry.inquiry;
