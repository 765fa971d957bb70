package dev.portcullis.fetch;

/** Sends requests to services that may be slow, broken or hostile. */
@FunctionalInterface
public interface ServiceCaller {

  /** Sends it; takes at most the time of the caller's limits and throws nothing of the net's. */
  ServiceAnswer send(ServiceRequest request);
}
