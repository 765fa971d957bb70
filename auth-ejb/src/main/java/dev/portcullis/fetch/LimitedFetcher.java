package dev.portcullis.fetch;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fetches JSON documents from services that may be slow, broken or hostile (S46): https unless it
 * is this very machine, no redirects, no compression, no more bytes and no more time than the
 * limits say, however slowly they drip.
 */
public final class LimitedFetcher implements DocumentFetcher, ServiceCaller, AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.portcullis.fetch");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|[a-z0-9-]{1,63}\\.localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]");
  private static final Pattern MAX_AGE =
      Pattern.compile("(?:^|[,\\s])max-age\\s*=\\s*\"?([0-9]{1,9})");
  private static final Pattern JSON = Pattern.compile("application/(?:[a-z0-9.-]+\\+)?json");

  /**
   * What a fetch may cost.
   *
   * @param connect until there is a connection
   * @param total until the last byte
   * @param bytes of the body
   */
  public record Limits(Duration connect, Duration total, int bytes) {

    /** 3 s for the connection, 5 s in all, 512 KiB. */
    public static Limits usual() {
      return new Limits(Duration.ofSeconds(3), Duration.ofSeconds(5), 512 * 1024);
    }
  }

  private final Limits limits;
  private final HttpClient client;
  private final ThisMachine here = new ThisMachine(InetAddress::getAllByName);

  public LimitedFetcher(Limits limits) {
    this.limits = limits;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(limits.connect())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** Whether the address is one that may be fetched: https, or http on this machine. */
  public static boolean isAllowed(URI address) {
    var scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    var host = address.getHost();
    return host != null
        && address.getRawUserInfo() == null
        && (scheme.equals("https") || (scheme.equals("http") && isLoopback(address)));
  }

  /** Whether the address says that it is this very machine: to be trusted with plain http. */
  public static boolean isLoopback(URI address) {
    var host = address.getHost();
    return host != null && LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }

  /** The client resolves the name once more; the JVM remembers what it found, for 30 s. */
  @Override
  public boolean isHere(URI address) {
    return here.isAt(address);
  }

  @Override
  public FetchResult fetch(URI address) {
    if (!isAllowed(address)) {
      return new FetchResult.Failed("its address is not https");
    }
    var request =
        HttpRequest.newBuilder(address)
            .timeout(limits.total())
            .header("Accept", "application/json, application/jwk-set+json")
            .header("User-Agent", "Portcullis")
            .build();
    return exchange(request, LimitedFetcher::read, FetchResult.Failed::new);
  }

  @Override
  public ServiceAnswer send(ServiceRequest given) {
    if (!isAllowed(given.address())) {
      return new ServiceAnswer.None("its address is not https", false);
    }
    var request =
        HttpRequest.newBuilder(given.address())
            .timeout(limits.total())
            .header("Accept", "application/json")
            .header("User-Agent", "Portcullis");
    given.headers().forEach(request::setHeader);
    if (given.body() != null) {
      request.POST(HttpRequest.BodyPublishers.ofString(given.body()));
    }
    return exchange(
        request.build(), LimitedFetcher::answer, reason -> new ServiceAnswer.None(reason, false));
  }

  private <R> R exchange(
      HttpRequest request, Function<HttpResponse<byte[]>, R> read, Function<String, R> failed) {
    var exchange = client.sendAsync(request, info -> new LimitedBody(info, limits.bytes()));
    try {
      return read.apply(exchange.get(limits.total().toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return failed.apply("it took longer than " + limits.total().toSeconds() + " s");
    } catch (ExecutionException e) {
      LOG.log(Level.DEBUG, "Fetching failed", e);
      return failed.apply(reason(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed.apply("the server is stopping");
    } finally {
      exchange.cancel(true);
    }
  }

  private static ServiceAnswer answer(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    boolean refused = status >= 400 && status < 500;
    if (status >= 300 && status < 400) {
      return new ServiceAnswer.None(
          "it redirects (" + status + "), which is not followed", false, status);
    }
    if (!isPlain(response.headers()) || !isJson(response.headers())) {
      return new ServiceAnswer.None("it answers " + status + " without JSON", refused, status);
    }
    return new ServiceAnswer.Json(status, response.body());
  }

  private static FetchResult read(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status >= 300 && status < 400) {
      return new FetchResult.Failed("it redirects (" + status + "), which is not followed");
    }
    if (status != 200) {
      return new FetchResult.Failed("it answers " + status);
    }
    var headers = response.headers();
    if (!isPlain(headers)) {
      return new FetchResult.Failed("its body is compressed");
    }
    if (!isJson(headers)) {
      return new FetchResult.Failed("its body is not JSON");
    }
    return new FetchResult.Document(response.body(), maxAge(headers));
  }

  private static boolean isPlain(HttpHeaders headers) {
    return headers.allValues("Content-Encoding").stream()
        .allMatch(coding -> coding.equalsIgnoreCase("identity"));
  }

  private static boolean isJson(HttpHeaders headers) {
    var type = headers.firstValue("Content-Type").orElse("");
    int end = type.indexOf(';');
    var bare = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    return JSON.matcher(bare).matches();
  }

  private static @Nullable Duration maxAge(HttpHeaders headers) {
    var control = String.join(",", headers.allValues("Cache-Control")).toLowerCase(Locale.ROOT);
    if (control.contains("no-store") || control.contains("no-cache")) {
      return Duration.ZERO;
    }
    var age = MAX_AGE.matcher(control);
    return age.find() ? Duration.ofSeconds(Long.parseLong(age.group(1))) : null;
  }

  /** By its kind alone: messages may quote what the other side sent. */
  private static String reason(@Nullable Throwable cause) {
    for (var c = cause; c != null; c = c.getCause()) {
      if (c instanceof LimitedBody.TooLargeException) {
        return "its body is larger than the limit";
      }
    }
    return cause instanceof IOException io
        ? "no answer (" + io.getClass().getSimpleName() + ")"
        : "no answer";
  }

  /** From Java 21 on a client can be closed; before, it goes with the last reference to it. */
  @Override
  public void close() {
    if ((Object) client instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        LOG.log(Level.DEBUG, "The HTTP client could not be closed", e);
      }
    }
  }
}
