// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/clusterendmodel.h"

#include "monitor-app/syntheticclusters.h"

#include "models/clusterendfilter.h"
#include "models/clustertext.h"
#include "models/mark.h"
#include "models/tableexport.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QtTest>

using namespace Spawn;

class ClusterEndModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cells();
    void causes_data();
    void causes();
    void keepsRows();
    void keepsTheNamesOfThoseThatAreGone();
    void anotherApplication();
    void ofAPart();
    void saysAText();
    void exports();

private:
    QString text(int row, int column) const
    {
        return m_model->index(row, column).data().toString();
    }
    void update() { m_model->setEnds(m_application.value, SyntheticApplication::now()); }

    SyntheticApplication m_application;
    std::unique_ptr<ClusterEndModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void ClusterEndModelTest::init()
{
    m_application.value = {};
    fillClusters(m_application);
    m_tester.reset();
    m_model = std::make_unique<ClusterEndModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    update();
}

void ClusterEndModelTest::cells()
{
    QCOMPARE(m_model->rowCount(), 8);
    QCOMPARE(m_model->columnCount(), int(ClusterEndModel::ColumnCount));
    QCOMPARE(text(3, ClusterEndModel::WhenColumn), u"12:04:09.600"_qs);
    QCOMPARE(text(3, ClusterEndModel::NameColumn), u"web"_qs);
    QCOMPARE(text(3, ClusterEndModel::WorkerColumn), u"3"_qs);
    QCOMPARE(text(3, ClusterEndModel::ProcessColumn), u"5205"_qs);
    QCOMPARE(text(3, ClusterEndModel::CauseColumn), u"Crashed: SIGSEGV"_qs);
    QCOMPARE(text(3, ClusterEndModel::UptimeColumn), u"2 h 02 m 36 s"_qs);
    QCOMPARE(text(3, ClusterEndModel::CutColumn), u"19"_qs);
    QCOMPARE(text(3, ClusterEndModel::AcceptedColumn), u"5\u2009870"_qs);
    QCOMPARE(text(3, ClusterEndModel::RequestsColumn), u"41\u2009008"_qs);
    QCOMPARE(text(4, ClusterEndModel::BackOffColumn), u"2.0 s"_qs);
    QCOMPARE(text(1, ClusterEndModel::ProcessColumn), QString()); // it was not started
    QCOMPARE(text(1, ClusterEndModel::CutColumn), u"–"_qs);
    const auto mark = m_model->index(3, ClusterEndModel::CauseColumn).data(MarkRole).value<Mark>();
    QVERIFY((mark == Mark{Glyph::Bolt, Tone::Signal}));
    QVERIFY(!m_model->index(3, ClusterEndModel::CutColumn).data(QuietRole).toBool());
    QVERIFY(m_model->index(0, ClusterEndModel::CutColumn).data(QuietRole).toBool());
}

void ClusterEndModelTest::causes_data()
{
    QTest::addColumn<ClusterWorkerEnd::Reason>("reason");
    QTest::addColumn<QString>("text");
    using Reason = ClusterWorkerEnd::Reason;
    QTest::newRow("exited") << Reason::Exited << u"Exited by itself: code 3"_qs;
    QTest::newRow("crashed") << Reason::Crashed << u"Crashed: SIGKILL"_qs;
    QTest::newRow("not started") << Reason::FailedToStart << u"Did not start: no such file"_qs;
    QTest::newRow("disconnected") << Reason::Disconnected << u"Disconnected with all"_qs;
    QTest::newRow("replaced") << Reason::Replaced << u"Replaced by a reload"_qs;
    QTest::newRow("rolled back") << Reason::RolledBack << u"Did not come up in a reload"_qs;
}

void ClusterEndModelTest::causes()
{
    QFETCH(ClusterWorkerEnd::Reason, reason);
    QFETCH(QString, text);
    ClusterWorkerEnd end;
    end.reason = reason;
    end.exitCode = 3;
    end.signalNumber = SIGKILL;
    end.text = QStringLiteral("no such file");
    QCOMPARE(causeText(end), text);
    QVERIFY(clusterEndMark(reason).glyph != Glyph::None);
}

void ClusterEndModelTest::keepsRows()
{
    QList<ClusterWorkerEnd> &ends = m_application.value.clusterEnds;
    const QPersistentModelIndex second(m_model->index(1, 0));
    const QPersistentModelIndex oldest(m_model->index(7, 0));
    ends.removeFirst();
    ClusterWorkerEnd end = ends.last();
    ++end.number;
    ends += end;
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    update();
    QCOMPARE(resets.size(), 0);
    QCOMPARE(m_model->rowCount(), 8);
    QCOMPARE(second.row(), 2);
    QVERIFY(!oldest.isValid());
    QCOMPARE(m_model->index(0, 0).data(IdRole).toULongLong(), 9ULL);
}

void ClusterEndModelTest::keepsTheNamesOfThoseThatAreGone()
{
    QCOMPARE(text(7, ClusterEndModel::NameColumn), u"Cluster 7"_qs);
    QSignalSpy changes(m_model.get(), &QAbstractItemModel::dataChanged);
    m_application.value.clusters.removeFirst();
    update();
    QCOMPARE(changes.size(), 0);
    QCOMPARE(text(3, ClusterEndModel::NameColumn), u"web"_qs);
    m_application.value.clusters.first().name = u"rest"_qs;
    update();
    QCOMPARE(changes.size(), 1);
    QCOMPARE(text(2, ClusterEndModel::NameColumn), u"rest"_qs);
}

void ClusterEndModelTest::anotherApplication()
{
    m_model->clear();
    QCOMPARE(m_model->rowCount(), 0);
    m_application.value.clusters.clear();
    update();
    QCOMPARE(text(3, ClusterEndModel::NameColumn), u"Cluster 1"_qs);
}

void ClusterEndModelTest::ofAPart()
{
    ClusterEndFilter filter;
    const QAbstractItemModelTester tester(&filter);
    filter.setSourceModel(m_model.get());
    filter.setParts({{1, {}, 0}});
    QCOMPARE(filter.rowCount(), 2);
    // Of a worker its predecessors, and of a socket all that were there.
    filter.setParts({{1, {}, 612}, {1, u"0.0.0.0:8000"_qs, 0}, {3, {}, 0}});
    QCOMPARE(filter.rowCount(), 5);
    filter.setParts({});
    QCOMPARE(filter.rowCount(), 8);
}

void ClusterEndModelTest::saysAText()
{
    ClusterEndFilter filter;
    filter.setSourceModel(m_model.get());
    filter.setText(u"sigsegv"_qs);
    QCOMPARE(filter.rowCount(), 1);
    filter.setText(u"API"_qs);
    QCOMPARE(filter.rowCount(), 2);
    filter.setText(u"within 10 s"_qs); // only its sentence says so
    QCOMPARE(filter.rowCount(), 1);
    filter.setText(u"cluster 3"_qs);
    QCOMPARE(filter.rowCount(), 3);
    filter.sort(ClusterEndModel::BackOffColumn, Qt::DescendingOrder);
    QCOMPARE(filter.index(0, ClusterEndModel::BackOffColumn).data().toString(), u"2.0 s"_qs);
}

void ClusterEndModelTest::exports()
{
    const QList<QByteArray> lines = csvText(*m_model).trimmed().split('\n');
    QCOMPARE(lines.size(), 9);
    QVERIFY2(lines.at(0).startsWith("When,Cluster,Worker,Process,Cause,Uptime,Cut off,Accepted,"),
             lines.at(0).constData());
    QVERIFY(lines.at(4).contains("Crashed: SIGSEGV"));
}

QTEST_GUILESS_MAIN(ClusterEndModelTest)
#include "tst_clusterendmodel.moc"
