// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitors.h"

#include "bench.h"
#include "load.h"
#include "rows.h"

#include <monitoring/monitorclient.h>
#include <monitoring/monitorserver.h>

#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;

namespace Spawn::Benchmark {

static constexpr int InFlight = 64;

// As cheap as a monitor can be: what it does with what it reads is not the application's affair.
class AttachedMonitors final
{
public:
    AttachedMonitors(const QString &socket, int count)
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        qstrncpy(address.sun_path, socket.toLocal8Bit().constData(), sizeof address.sun_path);
        for (int i = 0; i < count; ++i) {
            const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
            static constexpr char hello[] = "{\"type\":\"hello\",\"protocol\":1}\n";
            if (connect(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0
                || write(fd, hello, strlen(hello)) < 0)
                m_failed = true;
            m_fds.push_back(fd);
            if (i > 0 || count == 1) // of several the first one never reads
                m_readers.emplace_back([fd] {
                    char buffer[65536];
                    while (recv(fd, buffer, sizeof buffer, 0) > 0) { }
                });
        }
    }
    ~AttachedMonitors()
    {
        for (const int fd : m_fds)
            shutdown(fd, SHUT_RDWR);
        for (std::thread &reader : m_readers)
            reader.join();
        for (const int fd : m_fds)
            close(fd);
    }
    Q_DISABLE_COPY_MOVE(AttachedMonitors)

    bool haveFailed() const { return m_failed; }

private:
    std::vector<int> m_fds;
    std::vector<std::thread> m_readers;
    bool m_failed = false;
};

static QString ownSocket()
{
    const QList<MonitorTarget> targets = MonitorClient::targets();
    for (const MonitorTarget &target : targets) {
        if (target.processId == getpid())
            return target.socket;
    }
    return {};
}

static LoadFigures loadWith(Bench &bench, int monitors)
{
    AsyncSpawnerSubject subject;
    MonitorServer server(&subject.spawner());
    if (monitors > 0 && !server.listen()) {
        LoadFigures figures;
        figures.failure = server.errorString();
        return figures;
    }
    const AttachedMonitors attached(ownSocket(), monitors);
    LoadFigures figures
        = runLoad(subject, {bench.path(u"tiny"_s)}, InFlight, bench.options().seconds);
    if (figures.failure.isEmpty() && attached.haveFailed())
        figures.failure = u"a monitor could not be attached"_s;
    return figures;
}

void measureMonitors(Bench &bench)
{
    for (const int count : {1, 8}) {
        bench.point(u"tiny"_s, [&] {
            const LoadFigures none = runLoad(bench.asyncSpawner(), {bench.path(u"tiny"_s)},
                                             InFlight, bench.options().seconds);
            const LoadFigures some = loadWith(bench, count);
            for (const LoadFigures &figures : {none, some}) {
                if (!figures.failure.isEmpty())
                    bench.fail(figures.failure);
            }
            bench.note(Rows::monitoredCommandsPerSecond(count), Column::Baseline, none.perSecond);
            bench.note(Rows::monitoredCommandsPerSecond(count), Column::AsyncSpawner,
                       some.perSecond);
        });
    }
}

} // namespace Spawn::Benchmark
