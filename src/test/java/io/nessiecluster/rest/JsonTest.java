package io.nessiecluster.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON in one line, and for eyes. */
class JsonTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern SHOWN =
      Pattern.compile("(?s)\\$ curl -s localhost:8080/cluster/discover\\n(\\{.*?\\n})\\n");

  private static String text(String json, boolean isForEyes) throws Exception {
    return new String(Json.of(MAPPER.readTree(json), MAPPER).bytes(isForEyes), UTF_8);
  }

  @Test
  void itIsOneLineThatEnds() throws Exception {
    assertThat(text("{\"a\": [1, 2]}", false)).isEqualTo("{\"a\":[1,2]}\n");
    assertThat(text("[]", false)).isEqualTo("[]\n");
  }

  @Test
  void forEyesEachFieldHasItsLineAndAListOfTextsOne() throws Exception {
    assertThat(text("{\"a\":[\"x\",\"y\"],\"b\":[],\"c\":{},\"d\":[{\"e\":1},{\"f\":null}]}", true))
        .isEqualTo(
            """
            {
              "a": ["x", "y"],
              "b": [],
              "c": {},
              "d": [{
                "e": 1
              }, {
                "f": null
              }]
            }
            """);
  }

  @Test
  void nothingIsLostForEyes() throws Exception {
    String numbers = "[9223372036854775807, 1.10, 0.1, 12345678901234567890123, true, \"\\u00e9\"]";

    assertThat(MAPPER.readTree(text(numbers, true))).isEqualTo(MAPPER.readTree(numbers));
    assertThat(text(numbers, true)).contains("12345678901234567890123").endsWith("\n");
  }

  @Property(tries = 200)
  void bothFormsSayTheSame(@ForAll List<String> texts, @ForAll long number) throws Exception {
    JsonNode written = MAPPER.valueToTree(List.of(texts, number));
    Json json = Json.of(written, MAPPER);

    assertThat(MAPPER.readTree(json.bytes(true))).isEqualTo(MAPPER.readTree(json.bytes(false)));
  }

  @Test
  void itIsWrittenForEyesOnce() {
    Json json = Json.of(List.of("a"), MAPPER);

    assertThat(json.bytes(true)).isSameAs(json.bytes(true));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, curl/8.5.0, true",
        "-, Curl/7, true",
        "-, Mozilla/5.0, false",
        "-, not curl/8, false",
        "-, -, false",
        "'', -, true",
        "true, Mozilla/5.0, true",
        "false, curl/8.5.0, false",
        "other, curl/8.5.0, false"
      })
  void itIsForEyesWhenAskedToBeOrForCurl(String pretty, String userAgent, boolean expected) {
    assertThat(Json.isForEyes(pretty, userAgent)).isEqualTo(expected);
  }

  @Test
  void theReadmeShowsItAsCurlGetsIt() throws Exception {
    Matcher shown = SHOWN.matcher(Files.readString(Path.of("README.md")));
    assertThat(shown.find()).isTrue();

    assertThat(text(shown.group(1), true)).isEqualTo(shown.group(1) + "\n");
  }
}
