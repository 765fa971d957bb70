package dev.portcullis.testing;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Lets a {@link Watcher} see, and make fail, what is sent over the connections of another one. */
public final class WatchedDataSource extends PlainDataSource {

  /** What it throws becomes the answer. */
  public interface Watcher {

    /** A connection is asked for. */
    default void connecting() throws SQLException {
      // As it comes.
    }

    /**
     * A statement is about to be executed.
     *
     * @param parameters by their number, from 1
     */
    default void before(String sql, Map<Integer, Object> parameters) throws SQLException {
      // As it comes.
    }

    /** It was executed, and its answer is on its way. */
    default void after(String sql) throws SQLException {
      // As it comes.
    }

    default void beforeCommit() throws SQLException {
      // As it comes.
    }

    /** It is committed, and nobody has been told. */
    default void afterCommit() throws SQLException {
      // As it comes.
    }
  }

  private final DataSource target;
  private volatile Watcher watcher = new Watcher() {};

  public WatchedDataSource(DataSource target) {
    this.target = target;
  }

  /** Who watches from now on. */
  public void watch(Watcher watcher) {
    this.watcher = watcher;
  }

  @Override
  public Connection getConnection() throws SQLException {
    watcher.connecting();
    var connection = target.getConnection();
    return proxy(Connection.class, (proxy, method, args) -> onConnection(connection, method, args));
  }

  private @Nullable Object onConnection(
      Connection connection, Method method, Object @Nullable [] args) throws Throwable {
    switch (method.getName()) {
      case "prepareStatement" -> {
        var sql = String.valueOf(Objects.requireNonNull(args)[0]);
        var statement = (PreparedStatement) Objects.requireNonNull(call(connection, method, args));
        var parameters = new TreeMap<Integer, Object>();
        return proxy(
            PreparedStatement.class,
            (proxy, called, with) -> onStatement(statement, sql, parameters, called, with));
      }
      case "commit" -> {
        if (!connection.getAutoCommit()) {
          try {
            watcher.beforeCommit();
          } catch (SQLException e) {
            // As databases do.
            connection.rollback();
            throw e;
          }
          var result = call(connection, method, args);
          watcher.afterCommit();
          return result;
        }
        return call(connection, method, args);
      }
      default -> {
        return call(connection, method, args);
      }
    }
  }

  private @Nullable Object onStatement(
      PreparedStatement statement,
      String sql,
      Map<Integer, Object> parameters,
      Method method,
      Object @Nullable [] args)
      throws Throwable {
    if (method.getName().startsWith("execute")) {
      watcher.before(sql, parameters);
      var result = call(statement, method, args);
      watcher.after(sql);
      return result;
    }
    if (method.getName().startsWith("set")
        && !method.getName().equals("setNull")
        && args != null
        && args.length > 1
        && args[0] instanceof Integer index
        && args[1] != null) {
      parameters.put(index, args[1]);
    }
    return call(statement, method, args);
  }

  private static @Nullable Object call(Object target, Method method, Object @Nullable [] args)
      throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            WatchedDataSource.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
