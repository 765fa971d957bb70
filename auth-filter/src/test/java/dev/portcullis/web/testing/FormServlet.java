package dev.portcullis.web.testing;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** An application with a login page of its own and a form: tells what it is asked. */
public final class FormServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    var out = response.getWriter();
    out.println("page=" + request.getServletPath());
    out.println("method=" + request.getMethod());
    out.println("query=" + request.getQueryString());
    out.println("user=" + request.getRemoteUser());
    if ("stream".equals(request.getHeader("X-Read"))) {
      var body = request.getInputStream().readAllBytes();
      out.println("body=" + new String(body, StandardCharsets.UTF_8));
    } else {
      request.setCharacterEncoding("UTF-8");
      request
          .getParameterMap()
          .forEach((name, values) -> out.println(name + "=" + String.join("|", values)));
    }
    out.println("type=" + request.getContentType() + " length=" + request.getContentLength());
    out.println("origin=" + request.getHeader("Origin"));
    out.println("certificate=" + request.getHeader("Client-Cert"));
    var session = request.getSession(false);
    out.println("note=" + (session == null ? null : session.getAttribute("note")));
  }
}
