// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/restartmodel.h"

#include "monitor-app/syntheticapplication.h"

#include "models/mark.h"
#include "models/restartfilter.h"
#include "models/tableexport.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QtTest>

using namespace Spawn;

class RestartModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cells();
    void keepsRows();
    void resetsForAnotherHistory();
    void weekdayAfterMidnight();
    void filters();
    void exports();

private:
    QString text(int row, int column) const
    {
        return m_model->index(row, column).data().toString();
    }

    std::unique_ptr<RestartModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    QList<RestartSnapshot> m_restarts;
    const qint64 m_now = SyntheticApplication::now();
};

void RestartModelTest::init()
{
    SyntheticApplication application;
    application.fill();
    m_restarts = application.value.restarts;
    m_tester.reset();
    m_model = std::make_unique<RestartModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_model->setRestarts(m_restarts, m_now);
}

void RestartModelTest::cells()
{
    QCOMPARE(m_model->rowCount(), 7);
    QCOMPARE(text(0, RestartModel::WhenColumn), u"12:04:08.021"_qs);
    QCOMPARE(text(0, RestartModel::CauseColumn), u"Crashed: SIGSEGV"_qs);
    QCOMPARE(text(0, RestartModel::HelperColumn), u"4190"_qs);
    QCOMPARE(text(0, RestartModel::UptimeColumn), u"1 h 01 m 51 s"_qs);
    QCOMPARE(text(2, RestartModel::BackOffColumn), u"50 ms"_qs);
    QCOMPARE(text(2, RestartModel::CauseColumn), u"Exited by itself: code 70"_qs);
    QCOMPARE(text(6, RestartModel::WhenColumn), u"Wed 12:26:56.120"_qs);
    QCOMPARE(text(6, RestartModel::SentAgainColumn), u"27"_qs);
    const auto mark = m_model->index(1, RestartModel::CauseColumn).data(MarkRole).value<Mark>();
    QVERIFY((mark == Mark{Glyph::Clock, Tone::Warn}));
    QCOMPARE(workText(m_restarts.at(0).exit), u"3 carried over, 27 sent again"_qs);
    QCOMPARE(workText({}), u"nothing was running"_qs);
    QCOMPARE(m_model->count(HelperExit::Reason::Crashed), 2);
}

void RestartModelTest::keepsRows()
{
    const QPersistentModelIndex second = m_model->index(1, 0);
    const QPersistentModelIndex oldest = m_model->index(6, 0);
    // A ring: one comes, the oldest goes.
    m_restarts.removeFirst();
    m_restarts
        += SyntheticApplication::restart(8, m_now, 4377, HelperExit::Reason::Exited, 170'000, 0, 0);
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    m_model->setRestarts(m_restarts, m_now);
    QCOMPARE(resets.size(), 0);
    QCOMPARE(m_model->rowCount(), 7);
    QCOMPARE(second.row(), 2);
    QVERIFY(!oldest.isValid());
    QCOMPARE(m_model->index(0, 0).data(IdRole).toULongLong(), 8ULL);
}

void RestartModelTest::resetsForAnotherHistory()
{
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    m_model->setRestarts({m_restarts.first()}, m_now);
    QCOMPARE(resets.size(), 1);
    QCOMPARE(m_model->rowCount(), 1);
    m_model->setRestarts({}, m_now);
    QCOMPARE(m_model->rowCount(), 0);
}

void RestartModelTest::weekdayAfterMidnight()
{
    QSignalSpy changes(m_model.get(), &QAbstractItemModel::dataChanged);
    m_model->setRestarts(m_restarts, m_now + 1000);
    QCOMPARE(changes.size(), 0);
    m_model->setRestarts(m_restarts, m_now + 24 * 3600 * 1000);
    QCOMPARE(changes.size(), 1);
    QCOMPARE(text(0, RestartModel::WhenColumn), u"Thu 12:04:08.021"_qs);
}

void RestartModelTest::filters()
{
    RestartFilter filter;
    const QAbstractItemModelTester tester(&filter);
    filter.setSourceModel(m_model.get());
    filter.setReason(HelperExit::Reason::Crashed);
    QCOMPARE(filter.rowCount(), 2);
    filter.setText(u"si_pid 991"_qs); // of its last words
    QCOMPARE(filter.rowCount(), 1);
    filter.setReason({});
    filter.setText({});
    filter.setSince(m_now - 3600 * 1000);
    QCOMPARE(filter.rowCount(), 1);
    filter.setSince(0);
    QVERIFY(!filter.isFiltering());
    filter.sort(RestartModel::UptimeColumn, Qt::AscendingOrder);
    QCOMPARE(filter.index(0, RestartModel::UptimeColumn).data().toString(), u"398 ms"_qs);
    QCOMPARE(filter.index(6, RestartModel::UptimeColumn).data().toString(), u"14 h 22 m 10 s"_qs);
}

void RestartModelTest::exports()
{
    const QList<QByteArray> lines = csvText(*m_model).split('\n');
    QCOMPARE(lines.at(0), "When,Cause,Helper,Uptime,Back-off,Carried over,Sent again\r");
    QCOMPARE(lines.at(1), "12:04:08.021,Crashed: SIGSEGV,4190,1 h 01 m 51 s,0 ms,4,12\r");
    QVERIFY(csvText(*m_model).contains("\"Unresponsive: no reply to a heartbeat, killed\""));
    QCOMPARE(tabbedText(*m_model, {m_model->index(0, 3)}),
             u"12:04:08.021\tCrashed: SIGSEGV\t4190\t1 h 01 m 51 s\t0 ms\t4\t12"_qs);
}

QTEST_GUILESS_MAIN(RestartModelTest)
#include "tst_restartmodel.moc"
