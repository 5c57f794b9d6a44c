import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;

/**
 * A DNS server that answers any A query with so many loopback addresses, and any other with none.
 * Arguments: port, number of addresses. Run by service.sh.
 */
final class Zone {

  private static int addresses;

  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    addresses = Integer.parseInt(args[1]);
    InetSocketAddress at = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    Thread.ofPlatform().daemon().start(() -> serveTcp(at));
    try (DatagramSocket socket = new DatagramSocket(at)) {
      byte[] buffer = new byte[4096];
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        byte[] answer = answer(java.util.Arrays.copyOf(buffer, packet.getLength()), false);
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    }
  }

  private static void serveTcp(InetSocketAddress at) {
    try (ServerSocket server = new ServerSocket()) {
      server.bind(at);
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      while (true) {
        byte[] query = in.readNBytes(in.readUnsignedShort());
        byte[] answer = answer(query, true);
        out.writeShort(answer.length);
        out.write(answer);
        out.flush();
      }
    } catch (IOException e) {
      // the client has gone
    }
  }

  /** Over UDP truncated, so that the client asks again over TCP. */
  private static byte[] answer(byte[] query, boolean tcp) {
    int end = 12;
    while (query[end] != 0) {
      end += query[end] + 1;
    }
    int type = ((query[end + 1] & 0xff) << 8) | (query[end + 2] & 0xff);
    int questionEnd = end + 5;
    int records = type == 1 && tcp ? addresses : 0;
    ByteBuffer answer = ByteBuffer.allocate(questionEnd + 16 * records);
    answer.put(query, 0, 2);
    answer.putShort((short) (type == 1 && !tcp ? 0x8700 : 0x8500));
    answer.putShort((short) 1).putShort((short) records).putShort((short) 0).putShort((short) 0);
    answer.put(query, 12, questionEnd - 12);
    for (int i = 0; i < records; i++) {
      answer.putShort((short) 0xc00c).putShort((short) 1).putShort((short) 1).putInt(5);
      answer.putShort((short) 4).put((byte) 127).put((byte) 1);
      answer.put((byte) (i / 250)).put((byte) (i % 250 + 1));
    }
    return answer.array();
  }
}
