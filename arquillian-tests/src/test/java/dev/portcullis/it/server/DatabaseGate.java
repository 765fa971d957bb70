package dev.portcullis.it.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The way to a database, which can be shut in the two ways that databases go away: connections are
 * refused and broken at once (it was stopped), or nothing is answered any more (the machine or the
 * network hangs). Stands in for pulling the plug.
 */
public final class DatabaseGate implements Closeable {

  private final int upstream;
  private final int port;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private ServerSocket entrance;
  private boolean frozen;

  public DatabaseGate(int upstream) throws IOException {
    this.upstream = upstream;
    this.entrance = bind(0);
    this.port = entrance.getLocalPort();
    accept(entrance);
  }

  public int port() {
    return port;
  }

  /** Breaks all connections and refuses new ones. */
  public synchronized void refuse() {
    closeQuietly(entrance);
    sockets.forEach(DatabaseGate::closeQuietly);
    sockets.clear();
  }

  /** Lets nothing through, and breaks nothing. */
  public synchronized void freeze() {
    frozen = true;
  }

  /** As at first; what was held back by {@link #freeze} goes on. */
  public synchronized void open() {
    frozen = false;
    notifyAll();
    if (entrance.isClosed()) {
      try {
        entrance = bind(port);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      accept(entrance);
    }
  }

  @Override
  public void close() {
    open();
    refuse();
  }

  private static ServerSocket bind(int port) throws IOException {
    var socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  private void accept(ServerSocket at) {
    start(
        () -> {
          while (true) {
            pass(at, at.accept());
          }
        });
  }

  private synchronized void pass(ServerSocket at, Socket client) throws IOException {
    if (at.isClosed()) {
      // It was shut between the connection's arrival and now.
      client.close();
      return;
    }
    var server = new Socket(InetAddress.getLoopbackAddress(), upstream);
    sockets.addAll(List.of(client, server));
    start(() -> pump(client, server));
    start(() -> pump(server, client));
  }

  private void pump(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      from.setTcpNoDelay(true);
      var buffer = new byte[16_384];
      for (int n = from.getInputStream().read(buffer);
          n >= 0;
          n = from.getInputStream().read(buffer)) {
        awaitThaw();
        to.getOutputStream().write(buffer, 0, n);
      }
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private synchronized void awaitThaw() throws IOException {
    while (frozen) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    var thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException closed) {
                // The other end closed, or the gate was shut.
                return;
              }
            },
            "database gate");
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
