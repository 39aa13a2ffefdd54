// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/exitstatus.h"
#include "engine/reactor.h"
#include "wire/descriptor.h"

#include <QtCore/QByteArray>

#include <functional>
#include <sys/types.h>

namespace Spawn {

// The helper as a process: started, watched, killed, reaped. What is said to it is the link's part.
class HelperProcess final : public Watcher
{
public:
    // ended is called once, when the process is a zombie and reaped; it may delete this object.
    HelperProcess(Reactor &reactor, std::function<void(const ExitStatus &)> ended,
                  std::function<void(QByteArray)> logged);
    ~HelperProcess(); // kills and reaps a helper that still runs

    // The helper's ends stay the caller's. Returns 0 or a negative errno. To be called in a thread
    // that outlives all commands: their parent-death signal follows the thread, not the process.
    [[nodiscard]] int start(const QByteArray &program, int control, int lane, int ledger);
    pid_t pid() const { return m_pid; }
    void kill();
    // The end of what it wrote to its standard error.
    QByteArray lastWords() const { return m_lastWords.trimmed(); }

    void descriptorReady(int role, uint32_t events) override;
    void deadlineReached(int) override { }

private:
    enum Role { Pidfd, StandardError };

    bool readStandardError();

    Reactor &m_reactor;
    std::function<void(const ExitStatus &)> m_ended;
    std::function<void(QByteArray)> m_logged;
    pid_t m_pid = 0;
    Wire::Descriptor m_pidfd;
    Wire::Descriptor m_standardError;
    Reactor::Token m_pidfdToken = Reactor::NoToken;
    Reactor::Token m_standardErrorToken = Reactor::NoToken;
    QByteArray m_lastWords;
};

} // namespace Spawn
