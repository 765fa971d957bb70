package dev.portcullis.command.change;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * An archive after a change.
 *
 * @param parts its bytes, one part after the other
 * @param identical after a removal: whether it is the archive as it was, byte for byte
 */
public record Changed(List<ByteBuffer> parts, boolean identical) {}
