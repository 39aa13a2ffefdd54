// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/jobdetails.h"

#include "jobs/durationchart.h"
#include "jobs/jsonview.h"
#include "look/theme.h"
#include "models/commandtext.h"
#include "models/jobtext.h"
#include "models/mark.h"
#include "models/momenttext.h"
#include "models/outcometext.h"
#include "models/quantity.h"
#include "models/terminaltext.h"
#include "widgets/detailshead.h"
#include "widgets/sectiontitle.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QPainter>
#include <QtWidgets/QLabel>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>

#include <utility>

namespace Spawn {

static constexpr qsizetype LongestShownText = 400;

JobDetails::JobDetails(QWidget *parent)
    : QWidget(parent), m_head(new DetailsHead), m_facts(new Facts), m_text(new QLabel),
      m_payload(new JsonView(QStringLiteral("Payload"))),
      m_result(new JsonView(QStringLiteral("Result"))),
      m_wait(new DurationChart(QStringLiteral("How long its jobs waited"))),
      m_run(new DurationChart(QStringLiteral("How long its jobs ran"))), m_waitShares(new QLabel),
      m_runShares(new QLabel), m_values(new QSplitter(Qt::Vertical)), m_parts(new QStackedWidget)
{
    setAccessibleName(QStringLiteral("Details of the job"));
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins(20, 0, 12, 8);
    column->setSpacing(0);
    connect(m_head, &DetailsHead::copyRequested, this, &JobDetails::copy);
    connect(m_head, &DetailsHead::closeRequested, this, &JobDetails::closed);
    column->addWidget(m_head);
    m_facts->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    column->addWidget(m_facts);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setContentsMargins(0, 4, 8, 4);
    column->addWidget(m_text);
    column->addSpacing(6);
    m_parts->addWidget(makeJobPart());
    m_parts->addWidget(makeScriptPart());
    column->addWidget(m_parts, 1);
}

QWidget *JobDetails::makeJobPart()
{
    m_values->setChildrenCollapsible(false);
    m_values->setHandleWidth(7);
    m_values->addWidget(m_payload);
    m_values->addWidget(m_result);
    return m_values;
}

// Another job: each gets what its rows need.
void JobDetails::setSubject(const QString &subject)
{
    m_parts->setCurrentIndex(0);
    if (std::exchange(m_subject, subject) != subject)
        m_values->setSizes({m_payload->neededHeight(), m_result->neededHeight()});
}

QWidget *JobDetails::makeScriptPart()
{
    auto *const charts = new QWidget;
    auto *const column = new QVBoxLayout(charts);
    column->setContentsMargins(0, 0, 8, 0);
    column->setSpacing(4);
    const std::pair<DurationChart *, QLabel *> parts[]
        = {{m_wait, m_waitShares}, {m_run, m_runShares}};
    for (const auto &[chart, shares] : parts) {
        column->addWidget(new SectionTitle(chart->accessibleName()));
        chart->setMaximumHeight(180);
        column->addWidget(chart, 1);
        shares->setWordWrap(true);
        shares->setForegroundRole(QPalette::PlaceholderText);
        column->addWidget(shares);
        column->addSpacing(8);
    }
    column->addStretch();
    return charts;
}

void JobDetails::setText(const QString &text)
{
    const bool cut = text.size() > LongestShownText;
    QStringList lines;
    const QStringList given = text.left(LongestShownText).split(u'\n');
    for (const QString &line : given)
        lines += printableText(line.toUtf8());
    m_text->setText(lines.join(u'\n') + (cut ? QStringLiteral("…") : QString()));
    m_text->setVisible(!text.isEmpty());
}

static QString exactScript(const QString &script)
{
    return script.isEmpty() ? scriptText(script) : printableText(script.toUtf8());
}

void JobDetails::setJob(const JobSnapshot &job, const QString &runner, qint64 process, qint64 now)
{
    m_head->setText(jobMark(job.state), jobStateWord(job.state), scriptText(job.script));
    QList<Facts::Fact> facts{{QStringLiteral("Job"), QString::number(job.id), {}},
                             {QStringLiteral("Script"), exactScript(job.script), {}},
                             {QStringLiteral("Runner"), runner, {}},
                             {QStringLiteral("Asked for"), momentText(job.asked, now), {}},
                             {QStringLiteral("Waited"), secondsText(waitedOf(job, now), 1), {}}};
    if (job.begun != 0)
        facts += {QStringLiteral("Runs for"), secondsText(ranOf(job, now), 1), {}};
    facts += {QStringLiteral("Attempts"), QString::number(job.attempts), {}};
    if (job.priority != 0)
        facts += {QStringLiteral("Priority"), QString::number(job.priority), {}};
    if (process != 0)
        facts += {QStringLiteral("Worker"), QStringLiteral("process %1").arg(process), {}};
    m_facts->setFacts(facts);
    setText({});
    m_payload->setValue(job.payload, QStringLiteral("It was given nothing."));
    m_result->setTitle(QStringLiteral("Progress"));
    m_result->setValue(job.progress, QStringLiteral("It has not told any."));
    setSubject(QStringLiteral("job %1").arg(job.id));
}

void JobDetails::setEnd(const JobEnd &end, const QString &runner, qint64 now)
{
    m_head->setText(jobEndMark(end.error), outcomeWord(end), scriptText(end.script));
    QList<Facts::Fact> facts{{QStringLiteral("Job"), QString::number(end.job), {}},
                             {QStringLiteral("Script"), exactScript(end.script), {}},
                             {QStringLiteral("Runner"), runner, {}},
                             {QStringLiteral("Ended"), momentText(end.time, now), {}},
                             {QStringLiteral("Waited"), durationText(end.queued), {}}};
    if (end.attempts > 0)
        facts += {QStringLiteral("Ran"), durationText(end.elapsed), {}};
    facts += {QStringLiteral("Attempts"), QString::number(end.attempts), {}};
    if (end.processId != 0)
        facts += {QStringLiteral("Worker"), QStringLiteral("process %1").arg(end.processId), {}};
    if (end.signalNumber != 0) {
        facts += {QStringLiteral("Signal"),
                  QStringLiteral("%1, %2").arg(end.signalNumber).arg(signalText(end.signalNumber)),
                  {}};
    } else if (end.exitCode >= 0) {
        facts += {QStringLiteral("Exit code"), QString::number(end.exitCode), {}};
    }
    m_facts->setFacts(facts);
    setText(end.text);
    m_payload->setValue(end.payload, QStringLiteral("It was given nothing."));
    const bool failed = end.error != JobResult::Error::NoError;
    m_result->setTitle(failed ? QStringLiteral("Error") : QStringLiteral("Result"));
    m_result->setValue(end.value,
                       failed ? QStringLiteral("It has none of its own.")
                              : QStringLiteral("It answered nothing."));
    setSubject(QStringLiteral("end %1").arg(end.number));
}

// A number and its unit stay together.
static QString unbroken(std::chrono::microseconds duration)
{
    return durationText(duration).replace(u' ', QChar::Nbsp);
}

static QString sharesText(const DurationSummary &summary)
{
    return summary.count == 0
        ? QStringLiteral("None has ended.")
        : QStringLiteral("p50\u00a0%1, p90\u00a0%2, p99\u00a0%3, at\u00a0most\u00a0%4")
              .arg(unbroken(summary.p50), unbroken(summary.p90), unbroken(summary.p99),
                   unbroken(summary.maximum));
}

void JobDetails::setScript(const JobScriptSnapshot &script, const QString &runner)
{
    const bool runs = script.running > 0;
    m_head->setText(
        runs ? Mark{Glyph::Triangle, Tone::Accent} : Mark{Glyph::Ring, Tone::Neutral},
        scriptText(script.script),
        QStringLiteral("%1 jobs ended").arg(countText(script.succeeded + script.failed)));
    m_facts->setFacts({
        {QStringLiteral("Script"), exactScript(script.script), {}},
        {QStringLiteral("Runner"), runner, {}},
        {QStringLiteral("Now"),
         QStringLiteral("%1 running, %2 queued").arg(script.running).arg(script.queued),
         {}},
        {QStringLiteral("Ended"),
         QStringLiteral("%1 well, %2 failed")
             .arg(countText(script.succeeded), countText(script.failed)),
         {}},
        {QStringLiteral("Retried"), countText(script.retried), {}},
    });
    setText({});
    m_wait->setSummary(script.wait);
    m_waitShares->setText(sharesText(script.wait));
    m_run->setSummary(script.run);
    m_runShares->setText(sharesText(script.run));
    m_subject.clear();
    m_parts->setCurrentIndex(1);
}

void JobDetails::copyPayload() const
{
    QGuiApplication::clipboard()->setText(m_payload->text());
}

void JobDetails::copyResult() const
{
    QGuiApplication::clipboard()->setText(m_result->text());
}

void JobDetails::copy() const
{
    QStringList parts{m_head->plainText(), m_facts->plainText()};
    if (m_parts->currentIndex() == 0) {
        if (!m_text->text().isEmpty())
            parts += m_text->text();
        parts += {m_payload->text(), m_result->text()};
    } else {
        parts += {m_wait->accessibleName() + QStringLiteral(": ") + m_waitShares->text(),
                  m_run->accessibleName() + QStringLiteral(": ") + m_runShares->text()};
    }
    QGuiApplication::clipboard()->setText(parts.join(u'\n'));
}

void JobDetails::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), look()[Shade::Surface]);
    painter.fillRect(QRect(0, 0, 1, height()), look()[Shade::Line]);
}

} // namespace Spawn
