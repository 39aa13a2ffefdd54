// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/run.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <utility>

// How a run ends: when somebody wants it to, and when its process has.

namespace Spawn {

using std::chrono::duration_cast;
using std::chrono::microseconds;

// So often a command's process may be killed before it has executed.
static constexpr int MaximumUnrunEnds = 5;

// ---- Ending it ---------------------------------------------------------------------------------

void Run::fail(Wire::Stage stage, int error, const QString &text)
{
    outcome().stage = stage;
    outcome().error = error;
    outcome().text = text;
    settle();
}

// The exchange competes with the child's own, immediately before its execve: whoever is first
// decides whether it runs.
bool Run::keepFromRunning()
{
    if (m_phase == Phase::Waiting)
        return true;
    if (m_phase == Phase::Reaped
        || !Wire::exchangeState(m_host.ledger().slot(*m_slot), Wire::LedgerState::Prepared,
                                Wire::LedgerState::Cancelled))
        return false;
    // It may be waiting for a file to open, or for a directory that does not answer.
    if (m_process)
        m_process->killAlone();
    return true;
}

void Run::end(EndReason reason)
{
    if (m_settled)
        return;
    if (m_phase == Phase::Reaped) {
        // Only the wait for a descendant's output is left to end.
        outcome().heldOpen = true;
        settle();
        return;
    }
    // It ended by itself and the news is on its way: then that is what happened.
    if (m_process && m_process->hasEnded())
        return;
    if (outcome().reason == EndReason::None)
        outcome().reason = reason;
    if (keepFromRunning())
        settle();
    else
        endProcess(Urge::Terminate);
}

void Run::destroy()
{
    if (!m_settled)
        outcome().reason = EndReason::Destroyed;
    const bool never = !m_settled && keepFromRunning();
    if (!never && m_process && !m_spec->detached)
        m_process->signalGroup(SIGKILL);
    settle();
}

void Run::urge(Urge urge)
{
    if (m_settled || m_phase == Phase::Reaped)
        return;
    if (keepFromRunning()) {
        outcome().reason = EndReason::Cancelled;
        settle();
    } else {
        endProcess(urge);
    }
}

void Run::endProcess(Urge urge)
{
    if (!m_process)
        m_pendingUrge = std::max(m_pendingUrge, urge);
    else if (urge == Urge::Kill)
        m_process->kill();
    else
        m_process->terminate(m_spec->killSignal, m_spec->killDelay);
}

void Run::signal(int signalNumber)
{
    if (m_settled)
        return;
    if (m_process)
        m_process->signalGroup(signalNumber);
    else if (m_phase == Phase::Sent) // told as started, and its pidfd is still on the way
        m_pendingSignals |= uint64_t{1} << (signalNumber - 1);
}

// ---- The end -----------------------------------------------------------------------------------

void Run::deadlineReached(int role)
{
    m_deadline.reset();
    switch (role) {
    case QueueTimeout:
        outcome().reason = EndReason::TimedOut;
        fail(Wire::Stage::Queue, ETIMEDOUT);
        break;
    case Timeout:
        end(EndReason::TimedOut);
        break;
    case Drain:
        streams().drainOutputs();
        outcome().heldOpen = true;
        settle();
        break;
    default:
        break;
    }
}

void Run::childUnkillable()
{
    m_unkillable = true;
    outcome().unkillable = true;
    outcome().ran = true;
    settle();
}

void Run::childEnded()
{
    Wire::LedgerSlot *const slot = m_host.ledger().slot(*m_slot);
    m_process->endGroup();
    leaveControlGroup();
    slot->reaped = 1; // before it is: if we die between the two, the helper must not use the number
    ExitStatus status;
    if (!m_process->reap(status))
        return;
    m_process.reset();
    if (!m_settled)
        writeInput(); // the EPIPE that it left may still be waiting behind this
    m_phase = Phase::Reaped;
    clearDeadline();
    if (m_streams)
        m_streams->closeInput();
    if (m_settled) {
        if (m_unkillable)
            m_host.tell(Event::EndedAfterAll{m_id, m_pid});
        m_host.gone(*this);
        return;
    }
    outcome().status = status;
    outcome().elapsed = duration_cast<microseconds>(Clock::now() - m_cloned);
    const Wire::LedgerState state = Wire::stateOf(slot);
    if (state != Wire::LedgerState::Executing) {
        endedWithoutRunning(state);
        return;
    }
    exited();
}

void Run::exited()
{
    outcome().ran = true;
    executed();
    streams().drainOutputs(); // what it wrote comes before its exit
    const ExitStatus &status = outcome().status;
    m_host.tell(Event::Exited{m_id, status.exitCode, status.signalNumber});
    if (streams().hasOpenOutput())
        setDeadline(Clock::now(), m_spec->drainTimeout, Drain);
    settleWhenComplete();
}

void Run::endedWithoutRunning(Wire::LedgerState state)
{
    const Wire::LedgerSlot &slot = *m_host.ledger().slot(*m_slot);
    if (state != Wire::LedgerState::Failed) {
        // Killed between clone and exec: with its helper, as a rule, whose memory it shares. The
        // kernel's killer for lack of memory takes all of them. (Cancelled ones have been told.)
        ++m_unrunEnds;
        if (mayBeSentAgain())
            m_host.returned(*this);
        else
            fail(Wire::Stage::Fork, ECANCELED);
        return;
    }
    const bool known = slot.stage > static_cast<uint32_t>(Wire::Stage::None)
        && slot.stage <= static_cast<uint32_t>(Wire::Stage::ControlGroup) && slot.error > 0;
    outcome().detail = slot.detail;
    fail(known ? static_cast<Wire::Stage>(slot.stage) : Wire::Stage::Fork,
         known ? slot.error : EPROTO);
}

// What was written to a pipe that nobody has read is gone, unless it is the spec's.
bool Run::mayBeSentAgain() const
{
    return m_unrunEnds < MaximumUnrunEnds && (!m_inputTaken || m_spec->standardInputIsWhole);
}

void Run::settleWhenComplete()
{
    if (m_phase == Phase::Reaped && !m_settled && !streams().hasOpenOutput())
        settle();
}

void Run::settle()
{
    if (m_settled)
        return;
    m_settled = true;
    Outcome &result = outcome();
    if (m_process) {
        // Destroyed or unkillable: what it has written until now.
        streams().drainOutputs();
        result.ran = result.ran
            || Wire::stateOf(m_host.ledger().slot(*m_slot)) == Wire::LedgerState::Executing;
        result.elapsed = duration_cast<microseconds>(Clock::now() - m_cloned);
        m_process->expectNothing();
    }
    if (m_cloned == TimePoint())
        result.queued = duration_cast<microseconds>(Clock::now() - m_submitted);
    result.pid = result.ran ? m_pid : 0;
    if (m_streams) {
        result.output[0] = m_streams->takeCaptured(1);
        result.output[1] = m_streams->takeCaptured(2);
    }
    m_streams.reset();
    clearDeadline();
    m_host.tell(Event::Finished{m_id, std::move(m_outcome)});
    m_host.settled(*this);
    if (m_phase == Phase::Waiting || m_phase == Phase::Reaped)
        m_host.gone(*this);
}

} // namespace Spawn
