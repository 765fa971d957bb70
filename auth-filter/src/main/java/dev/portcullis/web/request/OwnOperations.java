package dev.portcullis.web.request;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What is served below {@code auth.base_path}. */
public interface OwnOperations {

  /** Answers a request, whatever it is. */
  void serve(HttpServletRequest request, HttpServletResponse response, RequestState state)
      throws IOException;
}
