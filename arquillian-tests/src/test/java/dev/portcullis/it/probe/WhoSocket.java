package dev.portcullis.it.probe;

import jakarta.websocket.OnMessage;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;

/** Tells who shook hands. */
@ServerEndpoint("/members/socket")
public class WhoSocket {

  /** Answers anything with the caller's name. */
  @OnMessage
  public String who(String message, Session session) {
    var principal = session.getUserPrincipal();
    return principal == null ? "nobody" : principal.getName();
  }
}
