package dev.portcullis.it.probe;

import dev.portcullis.RequireFactor;
import dev.portcullis.RequireFactor.Factor;
import jakarta.ejb.EJB;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A servlet that asks for a second factor, and one that calls an EJB that does. */
public final class GuardedServlet {

  private GuardedServlet() {}

  /** By its class; its POST asks for no more than anybody. */
  @RequireFactor
  @WebServlet("/guarded/servlet/*")
  public static class Annotated extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().write("served to " + request.getRemoteUser());
    }

    @Override
    @RequireFactor(Factor.ANY)
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().write("taken from " + request.getRemoteUser());
    }
  }

  /** By what it calls. */
  @WebServlet("/guarded/ejb/*")
  public static class Calling extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @EJB private transient GuardedBean bean;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response
          .getWriter()
          .write("/open".equals(request.getPathInfo()) ? bean.open() : bean.vault());
    }
  }
}
