// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/applicationcontext.h"
#include "engine/commandstreams.h"
#include "engine/enginerequest.h"
#include "engine/ledger.h"
#include "engine/outcome.h"

#include <memory>
#include <optional>

namespace Spawn {

class Run;

// What a run needs of its engine.
class RunHost
{
public:
    virtual Reactor &reactor() = 0;
    virtual Ledger &ledger() = 0;
    virtual void tell(EngineEvent &&event) = 0;
    virtual void settled(Run &run) = 0; // its outcome has been told
    virtual void gone(Run &run) = 0; // and nothing of it is left: to be deleted

protected:
    ~RunHost() = default;
};

// One command in the I/O thread, from the queue to its end.
//
//   phase      on                           becomes
//   Waiting    sent()                       Sent
//   Sent       cloned()                     Cloned
//   Sent       takenBack(): the helper died and its slot has no pid   Waiting
//   Sent       refused()                    Reaped, and it never ran
//   Cloned     its pidfd is readable        Reaped
//
// Its outcome is told once: at Reaped plus the end of both outputs, or some grace after it, or as
// soon as it is certain that it never runs. It then goes on unseen until nothing of it is left.
class Run final : public Watcher
{
public:
    enum class Phase { Waiting, Sent, Cloned, Reaped };

    Run(RunHost &host, Request::Submit request, std::shared_ptr<const ApplicationContext> context);
    ~Run();

    uint64_t id() const { return m_id; }
    Phase phase() const { return m_phase; }
    bool isSettled() const { return m_settled; }
    bool isDetached() const { return m_spec->detached; }
    int priority() const { return m_spec->priority; }
    const CommandSpec &spec() const { return *m_spec; }
    const std::shared_ptr<const ApplicationContext> &context() const { return m_context; }
    uint32_t slot() const { return *m_slot; }
    pid_t pid() const { return m_pid; }
    bool hasSlot() const { return m_slot.has_value(); }

    // Waiting.
    [[nodiscard]] int openStreams(ChildEnds &ends) { return streams().open(ends); }
    void discardStreams() { streams().discard(); }
    void sent(uint32_t slot);
    // How long it has been short of descriptors or memory. Starts at the first call.
    Clock::duration shortage(TimePoint now);

    // Sent.
    void takenBack();
    void cloned(Wire::Descriptor pidfd);
    void refused(Wire::Stage stage, int error);
    void lost(); // it ran, ended, and was reaped by somebody else before it could be followed
    // Cloned.
    void executed();

    // Any phase.
    void fail(Wire::Stage stage, int error, const QString &text = {}); // it does not run
    void end(EndReason reason); // as its spec says how; if it can still be kept from running, it is
    void destroy(); // at once
    void terminate();
    void kill();
    void signal(int signalNumber);
    void write(const QByteArray &bytes);
    void closeInput();
    void consumed(int stream, qint64 bytes);

    void descriptorReady(int role, uint32_t events) override;
    void deadlineReached(int role) override;

private:
    enum Role {
        Pidfd = CommandStreams::RoleCount,
        QueueTimeout,
        Timeout,
        Kill,
        Unkillable,
        Drain,
    };
    enum class Urge { None, Terminate, Kill };

    void armQueueTimeout();
    void writeInput();
    void setDeadline(std::optional<Deadlines::Key> &key, std::chrono::milliseconds delay,
                     Role role);
    void clearDeadline(std::optional<Deadlines::Key> &key);
    bool keepFromRunning();
    void urge(Urge urge);
    void sendToGroup(int signalNumber);
    void ended();
    void endedWithoutRunning(Wire::LedgerState state);
    void outputStatus(int stream, OutputPipe::Status status);
    void drainOutputs();
    void settleWhenComplete();
    void settle();
    Outcome &outcome();
    CommandStreams &streams();

    RunHost &m_host;
    const uint64_t m_id;
    QExplicitlySharedDataPointer<const CommandSpec> m_spec;
    std::shared_ptr<const ApplicationContext> m_context;
    const TimePoint m_submitted;
    TimePoint m_cloned;
    std::optional<TimePoint> m_shortSince;

    Phase m_phase = Phase::Waiting;
    bool m_settled = false;
    bool m_started = false; // told
    bool m_ending = false; // by us: what is left of its group goes with it
    Urge m_pendingUrge = Urge::None; // until there is a pidfd
    std::optional<uint32_t> m_slot;
    pid_t m_pid = 0;
    Wire::Descriptor m_pidfd;
    Reactor::Token m_pidfdToken = Reactor::NoToken;

    std::unique_ptr<CommandStreams> m_streams; // none while it waits, as a rule: many wait
    std::optional<Deadlines::Key> m_timeout; // queue timeout, then timeout
    std::optional<Deadlines::Key> m_killing; // kill, then unkillable
    std::optional<Deadlines::Key> m_draining;
    std::unique_ptr<Outcome> m_outcome; // likewise
};

} // namespace Spawn
