package io.nessiecluster.distribution.control;

import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.TermDecodeException;
import java.nio.ByteBuffer;
import java.util.List;

/** Where the calls go that peers make of this node. */
public interface CallService {

  /** A node that refuses them: it spawns nothing, and there is no process {@code rex}. */
  CallService REFUSED =
      new CallService() {
        @Override
        public boolean isRunning() {
          return false;
        }

        @Override
        public List<ByteBuffer> onSpawn(ControlMessage.SpawnRequest request, ByteBuffer arguments) {
          return List.of(refusal(request, "notsup"));
        }

        @Override
        public List<ByteBuffer> onRex(ByteBuffer message) {
          return List.of();
        }
      };

  /** Whether there seems to be a process {@code rex}, as far as peers can tell. */
  boolean isRunning();

  /**
   * What to answer to the wish to spawn a process.
   *
   * @param arguments of its function, not yet decoded
   * @return frames with their lengths
   * @throws TermDecodeException when arguments that matter cannot be read
   */
  List<ByteBuffer> onSpawn(ControlMessage.SpawnRequest request, ByteBuffer arguments)
      throws TermDecodeException;

  /**
   * What to answer to a message for {@code rex}.
   *
   * @param message not yet decoded
   * @return frames with their lengths
   * @throws TermDecodeException when a message that matters cannot be read
   */
  List<ByteBuffer> onRex(ByteBuffer message) throws TermDecodeException;

  /** The frame that tells why nothing was spawned. */
  static ByteBuffer refusal(ControlMessage.SpawnRequest request, String reason) {
    return ControlHandler.frame(
        new ControlMessage.SpawnReply(request.id(), request.from(), Term.atom(reason)));
  }
}
