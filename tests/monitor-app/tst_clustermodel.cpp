// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/clustermodel.h"

#include "monitor-app/syntheticclusters.h"

#include "models/clustertext.h"
#include "models/requestrates.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QtTest>

using namespace Spawn;

class ClusterModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void rowsOfRows();
    void sums();
    void sockets();
    void workerStates_data();
    void workerStates();
    void clusterStates();
    void whatIsNotKnown();
    void lastCauseIsAToolTip();
    void rowsThatStayKeepTheirIndexes();
    void onlyWhatChangesIsSaid();
    void anotherApplicationResets();
    void rates();
    void ratesOfTheLastSeconds();
    void ratesBeginAnew();
    void words();

private:
    QModelIndex cell(const ClusterPart &part, ClusterColumn column) const
    {
        return m_model->indexOf(part).siblingAtColumn(int(column));
    }
    QString text(const ClusterPart &part, ClusterColumn column) const
    {
        return cell(part, column).data().toString();
    }
    Mark mark(const ClusterPart &part) const
    {
        return cell(part, ClusterColumn::State).data(MarkRole).value<Mark>();
    }
    void update(qint64 now = SyntheticApplication::now())
    {
        m_rates.take(m_application.value.clusters, now);
        m_model->setClusters(m_application.value, m_rates, now);
    }
    ClusterSnapshot &web() { return m_application.value.clusters[0]; }
    ClusterSnapshot &api() { return m_application.value.clusters[1]; }

    SyntheticApplication m_application;
    RequestRates m_rates;
    std::unique_ptr<ClusterModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
    const ClusterPart m_web{1, {}, 0};
    const ClusterPart m_api{2, {}, 0};
    const ClusterPart m_previews{3, {}, 0};
    const ClusterPart m_socket{1, u"0.0.0.0:8000"_qs, 0};
    const ClusterPart m_worker{1, {}, 612};
    const ClusterPart m_ofApi{2, {}, 623};
};

void ClusterModelTest::init()
{
    m_application.value = {};
    fillClusters(m_application);
    m_rates.clear();
    m_tester.reset();
    m_model = std::make_unique<ClusterModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    update();
}

void ClusterModelTest::rowsOfRows()
{
    QCOMPARE(m_model->rowCount(), 3);
    QCOMPARE(text(m_web, ClusterColumn::Name), u"web"_qs);
    QCOMPARE(text(m_previews, ClusterColumn::Name), u"Cluster 3"_qs);
    const QModelIndex web = m_model->indexOf(m_web);
    QCOMPARE(m_model->rowCount(web), 8);
    QCOMPARE(m_model->index(0, 0, web).data().toString(), u"0.0.0.0:8000"_qs);
    QCOMPARE(m_model->index(2, 0, web).data().toString(), u"Worker 1"_qs);
    QCOMPARE(text(m_worker, ClusterColumn::Name), u"Worker 2"_qs);
    QCOMPARE(text(m_worker, ClusterColumn::ProcessId), u"5012"_qs);
    QCOMPARE(text(m_worker, ClusterColumn::Connections), u"18"_qs);
    QCOMPARE(text(m_worker, ClusterColumn::Memory), u"58 MiB"_qs);
    QCOMPARE(text(m_worker, ClusterColumn::Processor), u"31.0 %"_qs);
    QCOMPARE(text(m_worker, ClusterColumn::Up), u"7 h 46 m 40 s"_qs);
    for (const ClusterPart &part : {m_web, m_socket, m_worker})
        QCOMPARE(m_model->partAt(m_model->indexOf(part)), part);
    QVERIFY(!m_model->indexOf({1, u"0.0.0.0:1"_qs, 0}).isValid());
}

void ClusterModelTest::sums()
{
    QCOMPARE(text(m_web, ClusterColumn::Connections), u"63"_qs);
    // By its sockets, which remember who has ended.
    QCOMPARE(text(m_web, ClusterColumn::Accepted), u"48\u2009523"_qs);
    QCOMPARE(text(m_web, ClusterColumn::Requests), u"322\u2009694"_qs);
    QCOMPARE(text(m_web, ClusterColumn::Memory), u"274 MiB"_qs);
    QCOMPARE(text(m_web, ClusterColumn::Ends), u"2"_qs);
    web().endedRequests = 306;
    web().endedAccepted = 100'000;
    update();
    QCOMPARE(text(m_web, ClusterColumn::Requests), u"323\u2009000"_qs);
    QVERIFY(text(m_web, ClusterColumn::Accepted).startsWith(u"1"_qs));
    web().reloading = false;
    update();
    // A successor is not counted yet, and who leaves no more.
    QCOMPARE(text(m_web, ClusterColumn::State), u"3 of 4 running"_qs);
    QVERIFY((mark(m_web) == Mark{Glyph::Triangle, Tone::Accent}));
}

void ClusterModelTest::sockets()
{
    QCOMPARE(text(m_socket, ClusterColumn::State), u"Round robin, 4 listening"_qs);
    QCOMPARE(text(m_socket, ClusterColumn::Accepted), u"48\u2009211"_qs);
    QCOMPARE(text(m_socket, ClusterColumn::Connections), QString());
    const ClusterPart shared{2, u"[::]:8443"_qs, 0};
    QCOMPARE(text(shared, ClusterColumn::State), u"Shared, 1 listening"_qs);
    QCOMPARE(text(shared, ClusterColumn::Accepted), QString());
    QVERIFY((mark(shared) == Mark{Glyph::Triangle, Tone::Accent}));
    api().sockets[0].workers = 0;
    api().sockets[0].address = u"a\u001bb"_qs;
    update();
    const ClusterPart strange{2, u"a\u001bb"_qs, 0};
    QCOMPARE(text(strange, ClusterColumn::Name), u"a\\x1bb"_qs);
    QVERIFY((mark(strange) == Mark{Glyph::Ring, Tone::Neutral}));
}

void ClusterModelTest::workerStates_data()
{
    QTest::addColumn<ClusterWorkerSnapshot::State>("state");
    QTest::addColumn<QString>("word");
    QTest::addColumn<Mark>("mark");
    using State = ClusterWorkerSnapshot::State;
    QTest::newRow("starting") << State::Starting << u"Starting"_qs
                              << Mark{Glyph::HalfRing, Tone::Accent};
    QTest::newRow("online") << State::Online << u"Online"_qs << Mark{Glyph::Ring, Tone::Accent};
    QTest::newRow("listening") << State::Listening << u"Listening"_qs
                               << Mark{Glyph::Triangle, Tone::Accent};
    QTest::newRow("leaving") << State::Leaving << u"Leaving"_qs << Mark{Glyph::Door, Tone::Neutral};
}

void ClusterModelTest::workerStates()
{
    QFETCH(ClusterWorkerSnapshot::State, state);
    QFETCH(QString, word);
    QFETCH(Mark, mark);
    web().workers[1].state = state;
    update();
    QCOMPARE(text(m_worker, ClusterColumn::State), word);
    QVERIFY(this->mark(m_worker) == mark);
    web().workers[1].isSuccessor = true;
    update();
    QCOMPARE(text(m_worker, ClusterColumn::State), word + u", successor"_qs);
}

void ClusterModelTest::clusterStates()
{
    QCOMPARE(text(m_web, ClusterColumn::State), u"Reloading"_qs);
    QVERIFY((mark(m_web) == Mark{Glyph::TurningArrow, Tone::Accent}));
    QCOMPARE(text(m_api, ClusterColumn::State), u"Next start in 0.6 s"_qs);
    QVERIFY((mark(m_api) == Mark{Glyph::Clock, Tone::Warn}));
    QCOMPARE(text(m_previews, ClusterColumn::State), u"Gave up"_qs);
    QVERIFY((mark(m_previews) == Mark{Glyph::BarredRing, Tone::Fail}));
    api().nextStart = 0;
    m_application.value.clusters[2].gaveUp = false;
    update();
    QCOMPARE(text(m_api, ClusterColumn::State), u"2 of 3 running"_qs);
    QCOMPARE(text(m_previews, ClusterColumn::State), u"0 of 1 running"_qs);
    m_application.value.clusters[2].wanted = 0;
    update();
    QCOMPARE(text(m_previews, ClusterColumn::State), u"No workers"_qs);
}

void ClusterModelTest::whatIsNotKnown()
{
    QCOMPARE(text(m_ofApi, ClusterColumn::Connections), u"–"_qs);
    QCOMPARE(text(m_api, ClusterColumn::Connections), u"–"_qs);
    QVERIFY(cell(m_api, ClusterColumn::Connections)
                .data(Qt::ToolTipRole)
                .toString()
                .contains(u"Not known"));
    // As far as it is.
    api().workers[1].connections = 4;
    m_application.value.commands.clear();
    update();
    QCOMPARE(text(m_api, ClusterColumn::Connections), u"4"_qs);
    for (const ClusterColumn column : {ClusterColumn::ProcessId, ClusterColumn::Memory,
                                       ClusterColumn::Processor, ClusterColumn::Up}) {
        QCOMPARE(text(m_worker, column), QString());
        QCOMPARE(text(m_web, column), QString());
    }
    QCOMPARE(text(m_worker, ClusterColumn::RequestRate), QString());
}

void ClusterModelTest::lastCauseIsAToolTip()
{
    const QString tip = cell(m_web, ClusterColumn::Ends).data(Qt::ToolTipRole).toString();
    QVERIFY2(tip.contains(u"12:06:57.200. Replaced by a reload"), qPrintable(tip));
}

void ClusterModelTest::rowsThatStayKeepTheirIndexes()
{
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    const QPersistentModelIndex gone(m_model->indexOf({1, {}, 611}));
    const QPersistentModelIndex stays(m_model->indexOf(m_worker));
    const QPersistentModelIndex socket(m_model->indexOf(m_socket));
    web().workers.removeFirst();
    web().sockets.prepend({u"[::]:80"_qs, Cluster::SchedulingPolicy::RoundRobin, 1, 0});
    update();
    QCOMPARE(resets.size(), 0);
    QVERIFY(!gone.isValid());
    QCOMPARE(socket.row(), 1);
    QCOMPARE(stays.row(), 3);
}

void ClusterModelTest::onlyWhatChangesIsSaid()
{
    QSignalSpy changes(m_model.get(), &QAbstractItemModel::dataChanged);
    update();
    QCOMPARE(changes.size(), 0);
    api().workers[0].state = ClusterWorkerSnapshot::State::Leaving;
    api().workers[1].state = ClusterWorkerSnapshot::State::Listening;
    update();
    QCOMPARE(changes.size(), 2);
    QCOMPARE(changes.first().at(0).toModelIndex(), cell(m_ofApi, ClusterColumn::State));
}

void ClusterModelTest::anotherApplicationResets()
{
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    m_model->clear();
    QCOMPARE(resets.size(), 1);
    QCOMPARE(m_model->rowCount(), 0);
    QVERIFY(!m_model->indexOf(m_worker).isValid());
}

void ClusterModelTest::rates()
{
    const qint64 now = SyntheticApplication::now();
    QCOMPARE(text(m_worker, ClusterColumn::RequestRate), QString()); // one look tells nothing
    web().workers[1].requests += 1300;
    web().workers[2].requests += 4;
    update(now + 1000);
    QCOMPARE(text(m_worker, ClusterColumn::RequestRate), u"1\u2009300"_qs);
    QCOMPARE(text({1, {}, 614}, ClusterColumn::RequestRate), u"4.0"_qs);
    QCOMPARE(text({1, {}, 615}, ClusterColumn::RequestRate), u"0"_qs);
    QCOMPARE(text(m_web, ClusterColumn::RequestRate), u"1\u2009304"_qs);
    QCOMPARE(text(m_socket, ClusterColumn::RequestRate), QString());
}

void ClusterModelTest::ratesOfTheLastSeconds()
{
    RequestRates rates;
    ClusterSnapshot cluster;
    cluster.workers = {{1, 7}};
    for (int look = 0; look <= 100; ++look) { // ten a second, for ten seconds
        cluster.workers[0].requests += look <= 50 ? 100 : 1;
        rates.take({cluster}, 1'000'000 + look * 100);
        if (look == 50)
            QCOMPARE(rates.of(7), 1000.0);
    }
    QCOMPARE(rates.of(7), 10.0);
    QCOMPARE(rates.of(8), -1.0);
    // After a long pause it is that of the pause.
    cluster.workers[0].requests += 6000;
    rates.take({cluster}, 1'000'000 + 10'000 + 60'000);
    QVERIFY2(qAbs(rates.of(7) - 100) < 5, qPrintable(QString::number(rates.of(7))));
}

void ClusterModelTest::ratesBeginAnew()
{
    RequestRates rates;
    ClusterSnapshot cluster;
    cluster.workers = {{1, 7}};
    cluster.workers[0].requests = 500;
    rates.take({cluster}, 10'000);
    cluster.workers[0].requests = 600;
    rates.take({cluster}, 11'000);
    QCOMPARE(rates.of(7), 100.0);
    cluster.workers[0].requests = 10; // another worker
    rates.take({cluster}, 12'000);
    QCOMPARE(rates.of(7), -1.0);
    cluster.workers[0].requests = 20;
    rates.take({cluster}, 13'000);
    QCOMPARE(rates.of(7), 10.0);
    rates.take({cluster}, 5'000); // another clock
    QCOMPARE(rates.of(7), -1.0);
    rates.take({}, 6'000); // it has ended
    QCOMPARE(rates.of(7), -1.0);
    rates.take({cluster}, 7'000);
    QCOMPARE(rates.of(7), -1.0);
}

void ClusterModelTest::words()
{
    QCOMPARE(rateText(-1), QString());
    QCOMPARE(rateText(0), u"0"_qs);
    QCOMPARE(rateText(0.04), u"0.0"_qs);
    QCOMPARE(rateText(9.94), u"9.9"_qs);
    QCOMPARE(rateText(9.96), u"10"_qs);
    QCOMPARE(connectionsText(0), u"0"_qs);
    QCOMPARE(policyText(Cluster::SchedulingPolicy::LeastConnections), u"Least connections"_qs);
    QCOMPARE(clusterText(m_application.value.clusters, 1), u"web"_qs);
    QCOMPARE(clusterText(m_application.value.clusters, 9), u"Cluster 9"_qs);
}

QTEST_GUILESS_MAIN(ClusterModelTest)
#include "tst_clustermodel.moc"
