package dev.portcullis.fetch;

import java.net.URI;

/** Gets a document by its address. */
@FunctionalInterface
public interface DocumentFetcher {

  /** Fetches it; takes at most the time of the fetcher's limits and throws nothing of the net's. */
  FetchResult fetch(URI address);

  /** Whether the address leads back to this very machine, as far as can be told beforehand. */
  default boolean isHere(URI address) {
    return LimitedFetcher.isLoopback(address);
  }
}
