package dev.portcullis.web.request;

import dev.portcullis.ClientInfo;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Knows one kind of credential. Asked in order, until one finds its own. */
interface RequestAuthenticator {

  /**
   * Looks for the credential and checks it.
   *
   * @param response to clear what the browser should forget, nothing else
   */
  RequestOutcome authenticate(
      HttpServletRequest request, HttpServletResponse response, ClientInfo client);
}
