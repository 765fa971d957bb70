package dev.portcullis.it.probe;

import jakarta.annotation.security.RunAs;
import jakarta.ejb.EJB;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Calls EJBs as an editor, whoever calls it. */
@RunAs("editor")
@WebServlet("/members/run-as")
public class RunAsServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @EJB private transient ProbeBean bean;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    response
        .getWriter()
        .printf("%s %s", request.getRemoteUser(), bean.isInRole("editor") ? "editor" : "nobody");
  }
}
