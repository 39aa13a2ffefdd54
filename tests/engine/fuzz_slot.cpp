// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/run.h"
#include "spawner/resultfromoutcome.h"

#include <array>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Spawn;

static void require(bool condition)
{
    if (!condition)
        std::abort();
}

// Of a process that has ended and is nobody any more: whatever signal is sent to it, by whichever
// number, comes to no one.
static Wire::Descriptor somePidfd()
{
    static const int pidfd = [] {
        const pid_t pid = fork();
        if (pid == 0)
            _exit(0);
        const auto fd = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
        require(fd >= 0 && waitpid(pid, nullptr, 0) == pid);
        return fd;
    }();
    return Wire::Descriptor(fcntl(pidfd, F_DUPFD_CLOEXEC, 0));
}

class Host final : public RunHost
{
public:
    Host() { require(m_ledger.open() == 0); }

    Reactor &reactor() override { return m_reactor; }
    Ledger &ledger() override { return m_ledger; }
    ControlGroups &controlGroups() override { return m_groups; }
    void tell(EngineEvent &&event) override
    {
        if (const auto *const started = std::get_if<Event::Started>(&event))
            require(started->pid > 1 && outcomes == 0);
        else if (auto *const finished = std::get_if<Event::Finished>(&event))
            check(std::move(*finished->outcome));
    }
    void returned(Run &run) override { run.takenBack(); }
    void settled(Run &) override { }
    void gone(Run &) override { }

    QExplicitlySharedDataPointer<CommandSpec> spec;
    int outcomes = 0;

private:
    void check(Outcome &&outcome)
    {
        ++outcomes;
        require(outcome.stage <= Wire::Stage::ControlGroup && outcome.error >= 0);
        require(outcome.queued.count() >= 0 && outcome.elapsed.count() >= 0);
        require(outcome.pid == 0 || outcome.pid > 1);
        require(outcome.ran || outcome.pid == 0);
        const CommandResult result = resultFromOutcome(std::move(outcome), *spec);
        require(!result.isSuccess()); // nobody has seen it end
        require(!result.errorString().isEmpty());
    }

    Reactor m_reactor;
    Ledger m_ledger;
    ControlGroups m_groups{m_reactor};
};

// What a slot may hold when somebody writes into it who should not. The first byte says at which
// of its steps a command finds it so; behind it are the slot, and what it is when it is read again.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 + 2 * sizeof(Wire::LedgerSlot))
        return 0;
    static Host host;
    host.outcomes = 0;
    host.spec = new CommandSpec;
    host.spec->arguments = {"true"};
    host.spec->targets.fill(CommandSpec::StreamTarget::Null);
    host.spec->detached = true; // so that its end is not hastened
    std::array<Wire::LedgerSlot, 2> images;
    memcpy(images.data(), data + 1, sizeof images);

    Run run(host, {7, host.spec, {}, Clock::now()}, {});
    const uint32_t index = host.ledger().allocate(run.id()).value();
    run.sent(index);
    Wire::LedgerSlot *const slot = host.ledger().slot(index);
    *slot = images[0];
    const bool hasPid = Wire::pidOf(slot) > 1; // otherwise the engine does not ask the run
    if (hasPid && data[0] % 3 == 0) {
        run.lost();
    } else if (hasPid && data[0] % 3 == 1) {
        run.cloned(somePidfd());
        if (Wire::stateOf(slot) == Wire::LedgerState::Executing)
            run.executed();
        *slot = images[1];
    } else {
        run.end(EndReason::Cancelled);
    }
    run.destroy(); // if it waits again, or is followed
    require(host.outcomes == 1);
    return 0;
}
