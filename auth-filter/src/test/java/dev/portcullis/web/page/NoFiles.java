package dev.portcullis.web.page;

import java.util.Optional;
import java.util.Set;

/** An application that replaces nothing. */
enum NoFiles implements ApplicationFiles {
  INSTANCE;

  @Override
  public Set<String> names() {
    return Set.of();
  }

  @Override
  public Optional<byte[]> read(String name) {
    return Optional.empty();
  }
}
