package dev.portcullis.web.testing;

import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.KeyInfo;
import dev.portcullis.KeyOutcome;
import dev.portcullis.KeyService;
import java.time.Instant;
import java.util.List;

/** One key, {@code k1}, which signs; an import is remembered by what it was made of. */
final class FakeKeys implements KeyService {

  private static final Instant MADE = Instant.parse("2026-06-01T12:00:00.5Z");

  private static KeyInfo key(String kid, KeyInfo.State state) {
    return new KeyInfo(kid, "ES256", state, MADE, MADE.plusSeconds(60), null);
  }

  @Override
  public List<KeyInfo> list() {
    return List.of(key("k1", KeyInfo.State.SIGNING));
  }

  @Override
  public KeyOutcome rotate(Caller caller, ClientInfo client) {
    return new KeyOutcome.Done(key("k2", KeyInfo.State.PENDING));
  }

  @Override
  public KeyOutcome importPem(Confidential pem, Caller caller, ClientInfo client) {
    return pem.reveal().equals("duplicate")
        ? new KeyOutcome.Duplicate()
        : new KeyOutcome.Refused("This is not one PEM block.");
  }

  @Override
  public KeyOutcome importJwk(Confidential jwk, Caller caller, ClientInfo client) {
    return jwk.reveal().equals("{\"kty\":\"EC\"}")
        ? new KeyOutcome.Done(key("k3", KeyInfo.State.PENDING))
        : new KeyOutcome.Refused("This is no private JWK.");
  }

  @Override
  public KeyOutcome retire(String kid, Caller caller, ClientInfo client) {
    return kid.equals("k1")
        ? new KeyOutcome.Done(key("k1", KeyInfo.State.RETIRED))
        : new KeyOutcome.NotFound();
  }
}
