package io.nessiecluster.dns;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.net.InetSocketAddress;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.ResolverConfig;

/**
 * Stands for {@link ResolverConfig} in a native executable: a configuration that knows nothing. The
 * original's constructor asks providers for Windows and Android, which need JNA and Android's
 * classes and so do not link. Nothing is lost: {@link DnsjavaLookup} reads resolv.conf by itself
 * and names servers and search path in each question.
 */
@TargetClass(ResolverConfig.class)
@SuppressWarnings("unused") // the original reads its fields
final class ResolverConfigSubstitution {

  @Alias private List<InetSocketAddress> servers;
  @Alias private List<Name> searchlist;
  @Alias private int ndots;

  @Substitute
  ResolverConfigSubstitution() {
    servers = List.of();
    searchlist = List.of();
    ndots = 1;
  }
}
