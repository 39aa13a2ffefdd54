// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/helperprocess.h"

#include "engine/processgroup.h"
#include "wire/protocol.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace Spawn {

static constexpr qsizetype LastWordsSize = 2048;
static constexpr int LowestCopy = 10; // above every number that the helper's descriptors get

HelperProcess::HelperProcess(Reactor &reactor, std::function<void(const ExitStatus &)> ended,
                             std::function<void(QByteArray)> logged)
    : m_reactor(reactor), m_ended(std::move(ended)), m_logged(std::move(logged))
{
}

HelperProcess::~HelperProcess()
{
    m_reactor.unwatch(m_pidfdToken, m_pidfd.get());
    m_reactor.unwatch(m_standardErrorToken, m_standardError.get());
    if (m_pidfd) {
        kill();
        ExitStatus status;
        while (!reap(m_pidfd.get(), status)) {
            siginfo_t ended{};
            if (waitid(P_PIDFD, static_cast<id_t>(m_pidfd.get()), &ended, WEXITED | WNOWAIT) != 0
                && errno != EINTR)
                break;
        }
    }
}

void HelperProcess::kill()
{
    (void)signalProcess(m_pidfd.get(), SIGKILL);
}

int HelperProcess::start(const QByteArray &program, int control, int lane, int ledger)
{
    int pipeEnds[2];
    if (pipe2(pipeEnds, O_CLOEXEC) != 0)
        return -errno;
    m_standardError.reset(pipeEnds[0]);
    const Wire::Descriptor theirError(pipeEnds[1]);
    fcntl(m_standardError.get(), F_SETFL, O_NONBLOCK);
    const Wire::Descriptor null(open("/dev/null", O_RDWR | O_CLOEXEC));

    // Number in the helper, and what it is. Copied upwards first: an application that closed its
    // standard streams may have any of these at a number that another one is to get.
    const std::array<std::pair<int, int>, 6> wanted{{{0, null.get()},
                                                     {1, null.get()},
                                                     {2, theirError.get()},
                                                     {Wire::ControlDescriptor, control},
                                                     {Wire::LaneDescriptor, lane},
                                                     {Wire::LedgerDescriptor, ledger}}};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    std::array<Wire::Descriptor, 6> copies;
    int error = 0;
    for (size_t i = 0; i < wanted.size() && error == 0; ++i) {
        copies[i].reset(fcntl(wanted[i].second, F_DUPFD_CLOEXEC, LowestCopy));
        error = copies[i]
            ? posix_spawn_file_actions_adddup2(&actions, copies[i].get(), wanted[i].first)
            : errno;
    }

    // Signals as if nobody had ever touched them, no environment, a session of its own.
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t signalSet;
    sigemptyset(&signalSet);
    posix_spawnattr_setsigmask(&attributes, &signalSet);
    sigfillset(&signalSet);
    posix_spawnattr_setsigdefault(&attributes, &signalSet);
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
    char name[] = "asyncspawner-helper";
    char *const argv[] = {name, nullptr};
    char *const environment[] = {nullptr};
    if (error == 0)
        error = posix_spawn(&m_pid, program.constData(), &actions, &attributes, argv, environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (error != 0)
        return -error;

    m_pidfd.reset(static_cast<int>(syscall(SYS_pidfd_open, m_pid, 0)));
    m_pidfdToken
        = m_pidfd ? m_reactor.watch(m_pidfd.get(), EPOLLIN, this, Pidfd) : Reactor::NoToken;
    if (m_pidfdToken == Reactor::NoToken) {
        error = errno;
        // Without a descriptor it could not be supervised; it sees its channel close and ends.
        ::kill(m_pid, SIGKILL);
        waitpid(m_pid, nullptr, 0);
        m_pidfd.reset();
        return -error;
    }
    m_standardErrorToken = m_reactor.watch(m_standardError.get(), EPOLLIN, this, StandardError);
    return 0;
}

bool HelperProcess::readStandardError()
{
    char text[512];
    const ssize_t size = read(m_standardError.get(), text, sizeof text);
    if (size <= 0) {
        // The end, unless it is only empty; a level-triggered end would be told for ever.
        if (size == 0)
            m_reactor.unwatch(m_standardErrorToken, m_standardError.get());
        return false;
    }
    m_lastWords = (m_lastWords + QByteArray(text, size)).right(LastWordsSize);
    m_logged(QByteArray(text, size).trimmed());
    return true;
}

void HelperProcess::descriptorReady(int role, uint32_t)
{
    if (role == StandardError) {
        readStandardError();
        return;
    }
    ExitStatus status;
    if (!reap(m_pidfd.get(), status))
        return;
    while (m_standardError && readStandardError()) { }
    m_reactor.unwatch(m_pidfdToken, m_pidfd.get());
    m_pidfd.reset();
    const auto ended = std::move(m_ended); // outlives this object
    ended(status);
}

} // namespace Spawn
