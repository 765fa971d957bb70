package dev.portcullis.testing;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Twilio's Messages resource, as its documentation shows it: what it wants of a request, a queued
 * message for an answer, and errors with their numbers.
 */
public final class TwilioStandIn implements AutoCloseable {

  public static final String SID = "AC0123456789abcdef0123456789abcdef";
  public static final String TOKEN = "0fedcba987654321";
  public static final String FROM = "+15017122661";

  private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");

  private final FakeIssuer server = new FakeIssuer();
  private final Map<String, Integer> refused = new ConcurrentHashMap<>();
  private final List<Map<String, String>> messages = new CopyOnWriteArrayList<>();

  public TwilioStandIn() {
    server.answers(
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          var answer =
              answer(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().getPath(),
                  exchange.getRequestHeaders().getFirst("Authorization"),
                  exchange.getRequestHeaders().getFirst("Content-Type"),
                  body);
          FakeIssuer.send(exchange, answer.status, answer.json.getBytes(StandardCharsets.UTF_8));
        });
  }

  private record Answer(int status, String json) {}

  public URI baseUrl() {
    return URI.create(server.address("").toString());
  }

  /** Messages to that number are refused with that error. */
  public void refuses(String number, int error) {
    refused.put(number, error);
  }

  /** Messages to that number are taken again. */
  public void accepts(String number) {
    var unused = refused.remove(number);
  }

  /** What it took, field by field. */
  public List<Map<String, String>> messages() {
    return messages;
  }

  private Answer answer(
      String method, String path, String authorization, String contentType, String body) {
    if (!path.equals("/2010-04-01/Accounts/" + SID + "/Messages.json")) {
      return error(404, 20404, "The requested resource " + path + " was not found");
    }
    if (!method.equals("POST") || !contentType.startsWith("application/x-www-form-urlencoded")) {
      return error(405, 20004, "Method not allowed");
    }
    var credentials = (SID + ":" + TOKEN).getBytes(StandardCharsets.UTF_8);
    if (!("Basic " + Base64.getEncoder().encodeToString(credentials)).equals(authorization)) {
      return error(401, 20003, "Authenticate");
    }
    return take(form(body));
  }

  private Answer take(Map<String, String> form) {
    var to = form.getOrDefault("To", "");
    if (to.isEmpty()) {
      return error(400, 21604, "A 'To' phone number is required.");
    }
    if (!form.containsKey("From") && !form.containsKey("MessagingServiceSid")) {
      return error(400, 21603, "A 'From' phone number is required.");
    }
    if (form.getOrDefault("Body", "").isEmpty()) {
      return error(400, 21602, "Message body is required.");
    }
    if (!E164.matcher(to).matches()) {
      return error(400, 21211, "The 'To' number " + to + " is not a valid phone number.");
    }
    var error = refused.get(to);
    if (error != null) {
      return error(error == 20429 ? 429 : 400, error, "Refused: " + to);
    }
    messages.add(form);
    return new Answer(
        201,
        "{\"account_sid\":\""
            + SID
            + "\",\"api_version\":\"2010-04-01\",\"body\":\"…\",\"direction\":\"outbound-api\","
            + "\"error_code\":null,\"error_message\":null,\"num_segments\":\"1\","
            + "\"sid\":\"SM0123456789abcdef0123456789abcdef\",\"status\":\"queued\",\"to\":\""
            + to
            + "\"}");
  }

  private static Answer error(int status, int code, String message) {
    return new Answer(
        status,
        "{\"code\":"
            + code
            + ",\"message\":\""
            + message
            + "\",\"more_info\":\"https://www.twilio.com/docs/errors/"
            + code
            + "\",\"status\":"
            + status
            + "}");
  }

  private static Map<String, String> form(String body) {
    return Stream.of(body.split("&", -1))
        .map(field -> field.split("=", 2))
        .collect(
            Collectors.toMap(
                field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
  }

  @Override
  public void close() {
    server.close();
  }
}
