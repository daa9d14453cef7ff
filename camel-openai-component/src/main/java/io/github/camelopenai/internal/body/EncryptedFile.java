// SPDX-FileCopyrightText: The camel-openai authors
// SPDX-License-Identifier: Apache-2.0
package io.github.camelopenai.internal.body;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.converter.stream.CipherPair;

/**
 * A file whose bytes are encrypted as Camel encrypts its own stream caches. It is written in pieces, each with a random key that
 * is only in memory, so that any of them can be read alone. The last piece is in memory until it is full.
 */
final class EncryptedFile implements SpoolFile {

    static final int PIECE = 128 * 1024;

    private final FileChannel file;
    private final String transformation;
    private final List<Piece> pieces = new ArrayList<>();
    private final byte[] last = new byte[PIECE];
    private int lastLength;
    private long end;
    private byte[] read; // the piece that was read last
    private int readNumber = -1;

    EncryptedFile(FileChannel file, String transformation) {
        this.file = file;
        this.transformation = transformation;
    }

    /** Where a piece is in the file, and how it is read. */
    private record Piece(long position, int length, CipherPair keys) {}

    @Override
    public void append(byte[] bytes, int offset, int count) throws IOException {
        for (int taken = 0; taken < count; ) {
            int more = Math.min(count - taken, PIECE - lastLength);
            System.arraycopy(bytes, offset + taken, last, lastLength, more);
            lastLength += more;
            taken += more;
            if (lastLength == PIECE) {
                write();
            }
        }
    }

    private void write() throws IOException {
        try {
            CipherPair keys = new CipherPair(transformation);
            byte[] encrypted = keys.getEncryptor().doFinal(last);
            SpoolFile.writeFully(file, ByteBuffer.wrap(encrypted), end);
            pieces.add(new Piece(end, encrypted.length, keys));
            end += encrypted.length;
            lastLength = 0;
        } catch (GeneralSecurityException | IllegalStateException e) {
            throw unusable(e);
        }
    }

    @Override
    public int read(long position, byte[] target, int offset, int count) throws IOException {
        int number = (int) (position / PIECE);
        int within = (int) (position % PIECE);
        boolean isLast = number == pieces.size();
        byte[] piece = isLast ? last : decrypted(number);
        int available = Math.min(count, (isLast ? lastLength : PIECE) - within);
        System.arraycopy(piece, within, target, offset, available);
        return available;
    }

    private byte[] decrypted(int number) throws IOException {
        if (number != readNumber) {
            Piece piece = pieces.get(number);
            ByteBuffer encrypted = ByteBuffer.allocate(piece.length());
            while (encrypted.hasRemaining()) {
                if (file.read(encrypted, piece.position() + encrypted.position()) < 0) {
                    throw new EOFException("a temporary file was cut");
                }
            }
            try {
                read = piece.keys().createDecryptor().doFinal(encrypted.array());
            } catch (GeneralSecurityException | IllegalStateException e) {
                throw unusable(e);
            }
            readNumber = number;
        }
        return read;
    }

    private IOException unusable(Exception cause) {
        return new IOException(
                "spoolCipher=" + transformation + " of Camel's stream caching cannot encrypt a temporary file: "
                        + cause.getClass().getSimpleName(),
                cause);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
