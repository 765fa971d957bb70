package dev.portcullis.web.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sends exactly what it is told: no client library straightens paths, hosts or headers. */
public final class RawHttp {

  private final int port;

  public RawHttp(int port) {
    this.port = port;
  }

  /** One answer. */
  public record Answer(int status, List<String> headerLines, String body) {

    /** The first header of that name. */
    public Optional<String> header(String name) {
      return headers(name).stream().findFirst();
    }

    public List<String> headers(String name) {
      return headerLines.stream()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .toList();
    }

    /** The value of the cookie that is set under a name with that beginning; empty if none is. */
    public Optional<String> cookie(String beginning) {
      return headers("Set-Cookie").stream()
          .filter(cookie -> cookie.startsWith(beginning) && !cookie.contains("Max-Age=0"))
          .map(cookie -> cookie.substring(cookie.indexOf('=') + 1).split(";", 2)[0])
          .findFirst();
    }
  }

  public Answer get(String target, String... headers) {
    return send("GET", target, "", headers);
  }

  public Answer postJson(String target, String json, String... headers) {
    return send("POST", target, json, with(headers, "Content-Type: application/json"));
  }

  public Answer postForm(String target, String form, String... headers) {
    return send(
        "POST", target, form, with(headers, "Content-Type: application/x-www-form-urlencoded"));
  }

  private static String[] with(String[] headers, String one) {
    var all = new ArrayList<>(List.of(headers));
    all.add(one);
    return all.toArray(new String[0]);
  }

  /** Sends a request; {@code Host: localhost} unless the headers name another. */
  public Answer send(String method, String target, String body, String... headers) {
    var text = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    if (List.of(headers).stream().noneMatch(h -> h.startsWith("Host:"))) {
      text.append("Host: localhost:").append(port).append("\r\n");
    }
    for (var header : headers) {
      text.append(header).append("\r\n");
    }
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    if (!body.isEmpty()) {
      text.append("Content-Length: ").append(bytes.length).append("\r\n");
    }
    text.append("Connection: close\r\n\r\n");
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      var out = socket.getOutputStream();
      out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
      out.write(bytes);
      out.flush();
      return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer parse(String text) {
    int end = text.indexOf("\r\n\r\n");
    var lines = List.of(text.substring(0, end).split("\r\n", -1));
    var status = Integer.parseInt(lines.get(0).split(" ", 3)[1]);
    return new Answer(status, lines.subList(1, lines.size()), text.substring(end + 4));
  }
}
