package dev.portcullis.web.http;

import dev.portcullis.Confidential;
import dev.portcullis.crypto.Digests;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a browser keeps while its user signs in elsewhere: a cookie an attempt, so that two tabs do
 * not meet. What is in it is sealed by whoever asks to keep it.
 */
public final class AttemptCookies {

  private static final Duration LIFE = Duration.ofMinutes(10);

  /** More would fill the header that a server accepts. */
  private static final int MOST = 5;

  private static final Pattern NAME_END = Pattern.compile("[0-9a-f]{16}");
  private static final Pattern VALUE = Pattern.compile("([0-9]{1,12})\\.([A-Za-z0-9._-]{1,4000})");

  private final String contextPath;
  private final boolean secure;
  private final Clock clock;

  public AttemptCookies(String contextPath, boolean secure, Clock clock) {
    this.contextPath = contextPath;
    this.secure = secure;
    this.clock = clock;
  }

  /** Keeps a ticket for that state; the oldest of too many goes. */
  public void write(
      HttpServletRequest request, HttpServletResponse response, String state, Confidential ticket) {
    makeRoom(request, response);
    var value = clock.instant().getEpochSecond() + "." + ticket.reveal();
    cookie(ending(state)).write(response, Confidential.of(value), LIFE);
  }

  /** The ticket of that state, where this browser has it. */
  public Optional<Confidential> read(HttpServletRequest request, String state) {
    var sent = cookie(ending(state)).read(request);
    if (sent.size() != 1) {
      return Optional.empty();
    }
    var value = VALUE.matcher(sent.get(0).reveal());
    return value.matches() ? Optional.of(Confidential.of(value.group(2))) : Optional.empty();
  }

  /** Forgets it, where there is one. */
  public void clear(HttpServletRequest request, HttpServletResponse response, String state) {
    var cookie = cookie(ending(state));
    if (!cookie.read(request).isEmpty()) {
      cookie.clear(response);
    }
  }

  private void makeRoom(HttpServletRequest request, HttpServletResponse response) {
    var prefix = Cookies.attemptPrefix(contextPath, secure);
    var cookies = request.getCookies();
    if (cookies == null) {
      return;
    }
    var kept =
        Arrays.stream(cookies)
            .filter(c -> c.getName().startsWith(prefix))
            .filter(c -> NAME_END.matcher(c.getName().substring(prefix.length())).matches())
            .sorted(Comparator.comparingLong(c -> begunAt(c.getValue())))
            .toList();
    for (int i = 0; i <= kept.size() - MOST; i++) {
      cookie(kept.get(i).getName().substring(prefix.length())).clear(response);
    }
  }

  private static long begunAt(String text) {
    var value = VALUE.matcher(text);
    return value.matches() ? Long.parseLong(value.group(1)) : 0;
  }

  private Cookies cookie(String ending) {
    return Cookies.attempt(contextPath, ending, secure);
  }

  private static String ending(String state) {
    return Digests.sha256Hex(state.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
  }
}
