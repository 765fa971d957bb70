package dev.portcullis.web.testing;

import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.SessionCheck;
import dev.portcullis.SessionInfo;
import dev.portcullis.SessionService;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

final class FakeSessions implements SessionService {

  private final FakeDomain domain;

  FakeSessions(FakeDomain domain) {
    this.domain = domain;
  }

  @Override
  public SessionCheck check(Confidential secret, ClientInfo client) {
    domain.check();
    var caller = domain.sessions.get(secret.reveal());
    return caller == null ? new SessionCheck.None() : new SessionCheck.Live(caller);
  }

  @Override
  public List<SessionInfo> list(String accountId) {
    domain.check();
    var now = Instant.now();
    return domain.sessions.values().stream()
        .filter(caller -> caller.getId().equals(accountId))
        .map(Caller::getSessionId)
        .sorted()
        .map(
            id ->
                new SessionInfo(
                    id, true, "Firefox", "192.0.2.1", now, now, now.plus(Duration.ofHours(12))))
        .toList();
  }

  @Override
  public boolean end(Caller caller, String sessionId, ClientInfo client) {
    domain.check();
    return domain
        .sessions
        .values()
        .removeIf(c -> c.getId().equals(caller.getId()) && c.getSessionId().equals(sessionId));
  }

  @Override
  public void logout(Caller caller, ClientInfo client) {
    domain.check();
    domain.sessions.values().removeIf(c -> c.getSessionId().equals(caller.getSessionId()));
  }

  @Override
  public void logoutAll(Caller caller, ClientInfo client) {
    domain.check();
    domain.sessions.values().removeIf(c -> c.getId().equals(caller.getId()));
  }
}
