package dev.portcullis.web;

import dev.portcullis.RequireFactor;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.annotation.HandlesTypes;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the filter in front of everything and has Portcullis started. By an initializer rather than
 * by the web fragment, which an application with {@code metadata-complete="true"}, as old ones are,
 * would leave out without a word, rules and all (S86).
 */
@HandlesTypes(RequireFactor.class)
public final class PortcullisInitializer implements ServletContainerInitializer {

  static final String FILTER = "portcullis";

  private final PortcullisStartup startup;

  public PortcullisInitializer() {
    this(new PortcullisStartup());
  }

  /** With a start of its own, for a test. */
  PortcullisInitializer(PortcullisStartup startup) {
    this.startup = startup;
  }

  @Override
  public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
    // A filter without a started room refuses every request, whatever becomes of the listener.
    var filter = context.addFilter(FILTER, new PortcullisFilter());
    if (filter == null) {
      throw new IllegalStateException(
          "The application has a filter named \"" + FILTER + "\" of its own; rename it");
    }
    filter.setAsyncSupported(true);
    filter.addMappingForUrlPatterns(
        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR),
        false,
        "/*");
    startup.setMarked(classes == null ? Set.of() : classes);
    context.addListener(startup);
  }
}
