package dev.portcullis.it.probe;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;

/** Jobs of the application, which take long and all threads that the server has for jobs. */
@WebServlet("/probe-scheduler")
public class SchedulerServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final int JOBS = 16;

  @Resource private transient ManagedScheduledExecutorService scheduler;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response) {
    var time = Duration.ofSeconds(Long.parseLong(request.getParameter("seconds")));
    long end = System.nanoTime() + time.toNanos();
    for (int i = 0; i < JOBS; i++) {
      var unused = scheduler.submit(() -> work(end));
    }
    response.setStatus(HttpServletResponse.SC_ACCEPTED);
  }

  private static void work(long end) {
    try {
      while (System.nanoTime() < end) {
        Thread.sleep(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
