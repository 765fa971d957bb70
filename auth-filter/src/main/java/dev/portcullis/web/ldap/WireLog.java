package dev.portcullis.web.ldap;

import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.Slf4JLoggerFactory;
import java.lang.reflect.Proxy;

/**
 * Where ldaptive is told to log in detail it has Netty write every byte that goes over a connection
 * to the log, passwords among them. That one logger of Netty's stays silent (S71).
 */
final class WireLog {

  private static final String BYTES = "io.netty.handler.logging.LoggingHandler";

  private WireLog() {}

  /** From now on; to be called before the first connection. */
  static void silence() {
    InternalLoggerFactory.setDefaultFactory(
        new InternalLoggerFactory() {
          @Override
          protected InternalLogger newInstance(String name) {
            return name.endsWith(BYTES) ? silent(name) : slf4j(name);
          }
        });
  }

  /** As Netty has it by itself. */
  private static InternalLogger slf4j(String name) {
    return ((Slf4JLoggerFactory) Slf4JLoggerFactory.INSTANCE).newInstance(name);
  }

  private static InternalLogger silent(String name) {
    return (InternalLogger)
        Proxy.newProxyInstance(
            InternalLogger.class.getClassLoader(),
            new Class<?>[] {InternalLogger.class},
            (logger, method, arguments) ->
                switch (method.getName()) {
                  case "name", "toString" -> name;
                  case "hashCode" -> System.identityHashCode(logger);
                  case "equals" -> logger == arguments[0];
                  default -> method.getReturnType() == boolean.class ? false : null;
                });
  }
}
