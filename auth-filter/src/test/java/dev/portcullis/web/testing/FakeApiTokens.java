package dev.portcullis.web.testing;

import dev.portcullis.ApiTokenInfo;
import dev.portcullis.ApiTokenOutcome;
import dev.portcullis.ApiTokenService;
import dev.portcullis.Caller;
import dev.portcullis.ClientInfo;
import dev.portcullis.Confidential;
import dev.portcullis.NewApiToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * API tokens in memory, three at most. The name decides how the making of one ends: {@code late}
 * for an authentication that is too old, {@code bad} for a name and a lifetime that are refused; a
 * lifetime under a second is refused as the real service does.
 */
public final class FakeApiTokens implements ApiTokenService {

  public static final String SECRET = "pct_shown-once";

  private static final Instant MADE = Instant.parse("2026-06-01T12:00:00Z");

  private final List<ApiTokenInfo> tokens = new CopyOnWriteArrayList<>();

  @Override
  public ApiTokenOutcome create(Caller caller, NewApiToken token, ClientInfo client) {
    if (token.name().equals("late")) {
      return new ApiTokenOutcome.NotRecent(Duration.ofMinutes(5));
    }
    if (token.expiresIn().compareTo(Duration.ofSeconds(1)) < 0) {
      return new ApiTokenOutcome.Refused(List.of("token.lifetime"));
    }
    if (token.name().equals("bad")) {
      return new ApiTokenOutcome.Refused(List.of("token.name", "token.lifetime"));
    }
    if (tokens.size() >= 3) {
      return new ApiTokenOutcome.TooMany(3);
    }
    var roles = token.roles() == null ? caller.getRoles() : token.roles();
    if (!caller.getRoles().containsAll(roles)) {
      return new ApiTokenOutcome.Refused(List.of("token.roles"));
    }
    var info =
        new ApiTokenInfo(
            "id" + tokens.size(),
            token.name(),
            Set.copyOf(roles),
            MADE,
            MADE.plus(token.expiresIn()),
            null);
    tokens.add(info);
    return new ApiTokenOutcome.Created(info, Confidential.of(SECRET));
  }

  @Override
  public List<ApiTokenInfo> list(String accountId) {
    return List.copyOf(tokens);
  }

  @Override
  public boolean delete(Caller caller, String tokenId, ClientInfo client) {
    return tokens.removeIf(token -> token.id().equals(tokenId));
  }
}
