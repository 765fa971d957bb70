package dev.portcullis.web.ldap;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.ldaptive.Connection;
import org.ldaptive.ConnectionConfig;
import org.ldaptive.DefaultConnectionFactory;
import org.ldaptive.LdapException;

/**
 * Makes the connections of a pool, and remembers why the last one could not be opened. The pool
 * keeps that to itself, and nobody would learn that a certificate or a password is the wrong one.
 */
final class NewConnections extends DefaultConnectionFactory {

  private volatile @Nullable LdapException failure;

  NewConnections(ConnectionConfig config) {
    super(config);
  }

  /** Why the last one could not be opened; null if it could. */
  @Nullable LdapException failure() {
    return failure;
  }

  @Override
  public Connection getConnection() {
    var made = super.getConnection();
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) ->
                method.getName().equals("equals")
                    ? proxy == arguments[0]
                    : call(made, method, arguments));
  }

  private @Nullable Object call(
      Connection made, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    boolean opens = method.getName().equals("open");
    try {
      var result = method.invoke(made, arguments);
      if (opens) {
        failure = null;
      }
      return result;
    } catch (InvocationTargetException e) {
      if (opens && e.getCause() instanceof LdapException why) {
        failure = why;
      }
      throw e.getCause();
    }
  }
}
