package io.nessiecluster.swarm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is measured, as arguments of the form {@code name=value} say it.
 *
 * @param parts of the table, all by default
 * @param sizes numbers of nodes that a cluster is formed of
 * @param runs how often each is formed again
 * @param packagings of the service; by default those that are built
 * @param dnsCluster the folder of dns_cluster's compiled code, to be measured beside it
 * @param hold for how long 5,000 links are held
 */
record Options(
    List<String> parts,
    List<Integer> sizes,
    int runs,
    List<Packaging> packagings,
    Optional<Path> dnsCluster,
    Duration hold) {

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "parts", "form,silent,change,reads,heap,hold,names,mesh",
          "sizes", "10,100,1000,5000",
          "runs", "5",
          "packagings", "native,aot,jvm",
          "dns-cluster", "",
          "hold", "PT30S");

  /**
   * Reads arguments.
   *
   * @throws IllegalArgumentException saying which is wrong and what is allowed
   */
  static Options of(String... arguments) {
    Map<String, String> values = new TreeMap<>(DEFAULTS);
    for (String argument : arguments) {
      String[] pair = argument.split("=", 2);
      if (pair.length != 2 || !DEFAULTS.containsKey(pair[0])) {
        throw new IllegalArgumentException(
            argument + ": allowed are, with their defaults, " + new TreeMap<>(DEFAULTS));
      }
      values.put(pair[0], pair[1]);
    }
    return new Options(
        list(values.get("parts")),
        list(values.get("sizes")).stream().map(Integer::valueOf).toList(),
        Integer.parseInt(values.get("runs")),
        list(values.get("packagings")).stream()
            .map(Packaging::of)
            .filter(packaging -> packaging.command().isPresent())
            .toList(),
        Optional.of(values.get("dns-cluster")).filter(path -> !path.isEmpty()).map(Options::ebin),
        Duration.parse(values.get("hold")));
  }

  private static Path ebin(String path) {
    Path ebin = Path.of(path);
    if (!Files.exists(ebin.resolve("Elixir.DNSCluster.beam"))) {
      throw new IllegalArgumentException(
          "dns-cluster=" + path + ": no Elixir.DNSCluster.beam in that folder");
    }
    return ebin;
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split(",")).filter(word -> !word.isEmpty()).toList();
  }
}
