// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/applicationcontext.h"
#include "engine/childprocess.h"
#include "engine/commandqueue.h"
#include "engine/commandstreams.h"
#include "engine/controlgroups.h"
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
    virtual ControlGroups &controlGroups() = 0;
    virtual void tell(EngineEvent &&event) = 0;
    virtual void returned(Run &run) = 0; // its process is gone and never ran it: it waits again
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
//   Cloned     its process has ended        Reaped
//   Cloned     the same, and had executed nothing   Waiting
//
// Its outcome is told once: at Reaped plus the end of both outputs, or some grace after it, or as
// soon as it is certain that it never runs. It then goes on unseen until nothing of it is left.
// Thousands may wait: what one has only later is allocated then.
class Run final : public Watcher, public ChildProcessListener, public CommandStreamsListener
{
public:
    enum class Phase : quint8 { Waiting, Sent, Cloned, Reaped };

    Run(RunHost &host, Request::Submit request, std::shared_ptr<const ApplicationContext> context);
    ~Run();

    uint64_t id() const { return m_id; }
    Phase phase() const { return m_phase; }
    bool isSettled() const { return m_settled; }
    bool isDetached() const { return m_spec->detached; }
    // A worker lives as long as the application likes: it must not keep commands waiting.
    bool needsPlace() const { return !m_spec->detached && !m_spec->longLived; }
    int priority() const { return m_priority; }
    CommandQueue::Rank rank() const { return {m_priority, needsPlace()}; }
    void setPriority(int priority) { m_priority = priority; } // not while it is in a queue
    const CommandSpec &spec() const { return *m_spec; }
    const QExplicitlySharedDataPointer<const CommandSpec> &sharedSpec() const { return m_spec; }
    TimePoint submittedAt() const { return m_submitted; }
    TimePoint clonedAt() const { return m_cloned; }
    bool isStarted() const { return m_started; } // as has been told
    pid_t processId() const { return m_pid; }
    const std::shared_ptr<const ApplicationContext> &context() const { return m_context; }
    uint32_t slot() const { return *m_slot; }
    bool hasSlot() const { return m_slot.has_value(); }

    // Waiting.
    [[nodiscard]] int openStreams(ChildEnds &ends) { return streams().open(ends); }
    void discardStreams() { streams().discard(); }
    [[nodiscard]] int enterControlGroup(); // if there is one for it; 0 or a negative errno
    bool isInControlGroup() const { return m_inControlGroup; }
    void sent(uint32_t slot);

    // Sent.
    void takenBack(); // also Cloned, when nothing of it was executed
    void cloned(Wire::Descriptor pidfd);
    void refused(Wire::Stage stage, int error);
    void lost(); // it ran, ended, and was reaped by somebody else before it could be followed
    // Sent or Cloned.
    void executed();
    // Looks itself, when there is no helper left to say so. False as long as it is worth looking.
    bool isKnownToRun();

    // Any phase.
    void fail(Wire::Stage stage, int error, const QString &text = {}); // it does not run
    void end(EndReason reason); // as its spec says how; if it can still be kept from running, it is
    void destroy(); // at once
    void terminate() { urge(Urge::Terminate); }
    void kill() { urge(Urge::Kill); }
    void signal(int signalNumber);
    void write(const QByteArray &bytes);
    void closeInput();
    void consumed(int stream, qint64 bytes);

private:
    enum Role { QueueTimeout, Timeout, Drain };
    enum class Urge : quint8 { None, Terminate, Kill };

    void descriptorReady(int, uint32_t) override { }
    void deadlineReached(int role) override;
    void childEnded() override;
    void childUnkillable() override;
    void inputWritten(qint64 bytes) override;
    void inputFailed(int error) override;
    void outputRead(int stream, QByteArray bytes) override;
    void outputLimitReached(int stream) override;
    void outputClosed() override;

    void setDeadline(TimePoint from, std::chrono::milliseconds delay, Role role);
    void clearDeadline();
    void armQueueTimeout();
    void writeInput();
    bool keepFromRunning();
    bool mayBeSentAgain() const;
    void urge(Urge urge);
    void endProcess(Urge urge);
    void endedWithoutRunning(Wire::LedgerState state);
    void leaveControlGroup();
    void exited();
    void settleWhenComplete();
    void settle();
    Outcome &outcome();
    CommandStreams &streams();

    RunHost &m_host;
    const uint64_t m_id;
    const QExplicitlySharedDataPointer<const CommandSpec> m_spec;
    const std::shared_ptr<const ApplicationContext> m_context;
    const TimePoint m_submitted;
    TimePoint m_cloned;
    int m_priority;

    Phase m_phase = Phase::Waiting;
    Urge m_pendingUrge = Urge::None; // until there is a process
    bool m_settled = false;
    bool m_started = false; // told
    bool m_unkillable = false;
    bool m_inControlGroup = false;
    bool m_inputTaken = false; // some of it is in a pipe
    quint8 m_unrunEnds = 0; // of processes that were killed before they had executed
    pid_t m_pid = 0;
    uint64_t m_pendingSignals = 0; // until there is a process: bit 0 is signal 1
    std::optional<uint32_t> m_slot;
    std::optional<Deadlines::Key> m_deadline; // queue timeout, then timeout, then the drain's end
    std::unique_ptr<ChildProcess> m_process; // while Cloned
    std::unique_ptr<CommandStreams> m_streams; // from Sent to its end, as a rule
    std::unique_ptr<Outcome> m_outcome; // likewise
};

} // namespace Spawn
