package io.nessiecluster.distribution.epmd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PORT2_RESP as the EPMD of Debian answered it for nodes of OTP 25, 27 and 29. */
class Port2ResponseGoldenTest {

  @ParameterizedTest
  @CsvSource({
    "handshake-otp25, app25, 44169, 5",
    "handshake-otp27, app27, 38871, 5",
    "handshake-otp29, fx29, 39259, 5",
    "handshake-dynamic-app25, app25, 44169, 5",
    "handshake-dynamic-app27, app27, 38871, 5",
    "handshake-dynamic-fx29, fx29, 39259, 5",
  })
  void theAnswerOfARealEpmdIsReadAndWrittenAsItIs(
      String file, String name, int port, int lowestVersion) throws Exception {
    byte[] golden = port2Response("/erlang-handshake/" + file + ".txt");
    Port2Response response =
        new Port2Response.Registered(
            new NodeEntry(port, NodeType.NORMAL, 0, 6, lowestVersion, name));

    assertThat(Port2Response.decode(ByteBuffer.wrap(golden))).isEqualTo(response);
    assertThat(response.encode()).isEqualTo(ByteBuffer.wrap(golden));
  }

  private static byte[] port2Response(String resource) throws Exception {
    try (InputStream in = Port2ResponseGoldenTest.class.getResourceAsStream(resource)) {
      String hex =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> line.startsWith("PORT2_RESP "))
              .findFirst()
              .orElseThrow()
              .substring("PORT2_RESP ".length());
      return HexFormat.of().parseHex(hex.strip());
    }
  }
}
