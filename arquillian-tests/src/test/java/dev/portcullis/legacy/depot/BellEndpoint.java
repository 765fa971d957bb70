package dev.portcullis.legacy.depot;

import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;

/** Rings; tells whoever opens it who that is. */
@ServerEndpoint(value = "/inside/bell", configurator = BellEndpoint.Handshake.class)
public class BellEndpoint {

  /** Roles are known at the handshake only. */
  public static class Handshake extends ServerEndpointConfig.Configurator {

    @Override
    public void modifyHandshake(
        ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
      var caller = request.getUserPrincipal();
      config.getUserProperties().put("handshake", caller == null ? "nobody" : caller.getName());
      config.getUserProperties().put("keeper", request.isUserInRole("keeper"));
    }
  }

  @OnOpen
  public void opened(Session session) throws IOException {
    var properties = session.getUserProperties();
    session
        .getBasicRemote()
        .sendText(
            properties.get("handshake")
                + ","
                + properties.get("keeper")
                + ","
                + (session.getUserPrincipal() == null
                    ? "nobody"
                    : session.getUserPrincipal().getName()));
  }

  @OnMessage
  public String said(String text) {
    return text;
  }
}
