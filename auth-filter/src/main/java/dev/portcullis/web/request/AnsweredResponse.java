package dev.portcullis.web.request;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * The response as an application gets it that asks for more proof within: once the answer was
 * {@linkplain ApplicationRun#meets completed}, what a framework still writes of the exception goes
 * nowhere. Without that it would follow the answer on the same connection, and be taken for the
 * beginning of the next one.
 */
final class AnsweredResponse extends HttpServletResponseWrapper {

  private final RequestState state;
  private @Nullable ServletOutputStream stream;
  private @Nullable PrintWriter writer;

  AnsweredResponse(HttpServletResponse response, RequestState state) {
    super(response);
    this.state = state;
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    if (stream == null) {
      stream = new Stream(super.getOutputStream());
    }
    return stream;
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    if (writer == null) {
      writer = new PrintWriter(new Text(super.getWriter()));
    }
    return writer;
  }

  private final class Text extends FilterWriter {

    Text(Writer out) {
      super(out);
    }

    @Override
    public void write(int c) throws IOException {
      if (!state.isAnswered()) {
        out.write(c);
      }
    }

    @Override
    public void write(char[] characters, int offset, int length) throws IOException {
      if (!state.isAnswered()) {
        out.write(characters, offset, length);
      }
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
      if (!state.isAnswered()) {
        out.write(text, offset, length);
      }
    }
  }

  private final class Stream extends ServletOutputStream {

    private final ServletOutputStream out;

    Stream(ServletOutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      if (!state.isAnswered()) {
        out.write(b);
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (!state.isAnswered()) {
        out.write(bytes, offset, length);
      }
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }

    @Override
    public boolean isReady() {
      return out.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      out.setWriteListener(listener);
    }
  }
}
