package io.qnsp.audit.delivery.kafka;

import java.util.List;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How many records are sent at once. A topic may take less than a whole batch, and then
 * the client tries until its time is up without saying so: after that smaller chunks are
 * sent, down to single records, of which one that is too large is told. Used by one
 * worker at a time.
 */
final class ChunkSize {

	private static final int SHRINK = 16;

	private static final int GROW = 4;

	private static final int GOOD_CHUNKS = 64;

	private final int most;

	private volatile int records;

	private volatile int good;

	ChunkSize(int most) {
		this.most = most;
		this.records = most;
	}

	/**
	 * Where the next chunk ends.
	 * @param all the records
	 * @param from where it begins, before their end
	 * @return behind {@code from}, at most the end
	 */
	int end(List<ProducerRecord<byte[], byte[]>> all, int from) {
		int end = from + 1;
		int bytes = KafkaRecords.size(all.get(from));
		while (end < all.size() && end - from < this.records) {
			bytes += KafkaRecords.size(all.get(end));
			if (bytes > KafkaTarget.CHUNK_BYTES) {
				break;
			}
			end++;
		}
		return end;
	}

	/**
	 * Takes how the last chunk ended.
	 * @param failure why it failed, or {@code null}
	 */
	void learn(@Nullable Throwable failure) {
		if (failure instanceof TimeoutException && failure.getCause() == null) {
			this.records = Math.max(1, this.records / SHRINK);
			this.good = 0;
		}
		else if (failure == null && this.records < this.most) {
			int before = this.good;
			boolean enough = before + 1 >= GOOD_CHUNKS;
			this.records = enough ? Math.min(this.most, this.records * GROW) : this.records;
			this.good = enough ? 0 : before + 1;
		}
	}

}
