package io.nessiecluster.k8s;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers what {@link HelmSession} asks, until that closes its end: how many words, the words; and
 * then whether it went well, how many bytes, the bytes.
 */
final class HelmServer {

  /** What {@code helm template} would learn of a cluster; the least that the chart is for. */
  private static final String KUBERNETES = "1.30.0";

  private HelmServer() {}

  public static void main(String[] arguments) throws IOException {
    DataInputStream in = new DataInputStream(System.in);
    DataOutputStream out = new DataOutputStream(System.out);
    for (int words = in.readInt(); words > 0; words = in.readInt()) {
      List<String> request = new ArrayList<>();
      for (int i = 0; i < words; i++) {
        request.add(in.readUTF());
      }
      try {
        answer(out, true, run(request));
      } catch (IllegalStateException e) {
        answer(out, false, String.valueOf(e.getMessage()));
      }
    }
  }

  private static void answer(DataOutputStream out, boolean well, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeBoolean(well);
    out.writeInt(bytes.length);
    out.write(bytes);
    out.flush();
  }

  /** A command, the chart, the name of the release, and files or KEY=VALUE. */
  private static String run(List<String> request) {
    Helm helm = new Helm(Path.of(request.get(1)));
    return switch (request.getFirst()) {
      case "lint" -> {
        LintResult result = helm.lint().strict().call();
        yield String.join("\n", result.getMessages()) + "\nfailed: " + result.isFailed();
      }
      case "template" -> {
        TemplateCommand command =
            helm.template().withKubeVersion(KUBERNETES).withName(request.get(2));
        for (String value : request.subList(3, request.size())) {
          String[] parts = value.split("=", 2);
          if (parts.length == 2) {
            command.set(parts[0], parts[1]);
          } else {
            command.withValuesFile(Path.of(value));
          }
        }
        yield command.call();
      }
      case "notes" -> {
        InstallCommand command =
            helm.install().withKubeVersion(KUBERNETES).withName(request.get(2)).clientOnly();
        for (String value : request.subList(3, request.size())) {
          command.withValuesFile(Path.of(value));
        }
        yield command.withNamespace("harbour").dryRun().call().getOutput();
      }
      default -> throw new IllegalStateException("no such command: " + request);
    };
  }
}
