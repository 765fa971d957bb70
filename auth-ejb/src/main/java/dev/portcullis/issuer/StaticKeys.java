package dev.portcullis.issuer;

import dev.portcullis.jose.VerificationKey;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Keys that the configuration has. */
record StaticKeys(Map<String, VerificationKey> named, @Nullable VerificationKey unnamed)
    implements IssuerKeys {

  StaticKeys {
    named = Map.copyOf(named);
  }

  @Override
  public @Nullable VerificationKey find(@Nullable String kid) {
    return kid == null ? unnamed : named.get(kid);
  }

  @Override
  public @Nullable CompletableFuture<?> lookAgain() {
    return null;
  }

  @Override
  public Missing missing() {
    return Missing.UNKNOWN;
  }

  @Override
  public boolean isUsable() {
    return true;
  }

  @Override
  public long generation() {
    return 0;
  }

  @Override
  public String state() {
    return "up";
  }
}
