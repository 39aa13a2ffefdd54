// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/helperexit.h"

#include "engine/engineevent.h"
#include "spawner/helperexittext.h"
#include "spawner/signalname.h"
#include "spawner/text.h"

namespace Spawn {

static_assert(int(HelperExit::Reason::Exited) == int(Event::HelperEnd::Exited));
static_assert(int(HelperExit::Reason::Crashed) == int(Event::HelperEnd::Crashed));
static_assert(int(HelperExit::Reason::Unresponsive) == int(Event::HelperEnd::Unresponsive));
static_assert(int(HelperExit::Reason::ProtocolError) == int(Event::HelperEnd::ProtocolError));
static_assert(int(HelperExit::Reason::Destroyed) == int(Event::HelperEnd::Destroyed));

static QString cause(const Event::HelperEnded &ended)
{
    switch (ended.reason) {
    case Event::HelperEnd::Exited:
        return Text::tr("exited with status %1").arg(ended.status.exitCode);
    case Event::HelperEnd::Crashed:
        return Text::tr("was killed by signal %1").arg(signalName(ended.status.signalNumber));
    case Event::HelperEnd::Unresponsive:
        return Text::tr("was killed because %1").arg(ended.problem);
    case Event::HelperEnd::ProtocolError:
        return Text::tr("was killed because of its channel: %1").arg(ended.problem);
    case Event::HelperEnd::Destroyed:
        return Text::tr("was destroyed with its spawner");
    }
    return {};
}

HelperExit helperExitFromEvent(const Event::HelperEnded &ended)
{
    HelperExit result;
    result.processId = ended.pid;
    result.time = ended.time;
    result.uptime = ended.uptime;
    result.reason = static_cast<HelperExit::Reason>(ended.reason);
    result.exitCode = ended.status.exitCode;
    result.signalNumber = ended.status.signalNumber;
    result.carriedOver = ended.carriedOver;
    result.resent = ended.resent;
    result.backOff = ended.backOff;
    result.text = Text::tr("The helper (process %1) %2 after %3 ms.")
                      .arg(ended.pid)
                      .arg(cause(ended))
                      .arg(ended.uptime.count());
    if (!ended.lastWords.isEmpty())
        result.text += Text::tr(" Its last words: %1").arg(QString::fromLocal8Bit(ended.lastWords));
    return result;
}

} // namespace Spawn
